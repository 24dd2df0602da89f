using System.Security.Cryptography;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace PlantCare.Api.Telegram;

/// <summary>
/// Listens to what people write to the bot, by long polling, so that nothing has to be reachable from outside. What has not been dealt with
/// stays at Telegram and comes again, to whichever replica listens then.
/// </summary>
internal sealed partial class TelegramBot(
    TelegramLine line, TelegramTurn turn, TelegramChat chat, TelegramSettings settings, TimeProvider time, ILogger<TelegramBot> logger) : BackgroundService
{
    private const int MostAttempts = 3;
    private const int Conflict = 409;
    private const int Unauthorized = 401;
    private const int NotFound = 404;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly UpdateType[] Heard = [UpdateType.Message, UpdateType.CallbackQuery];

    private int? _next;
    private int _attempts;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await turn.LeaveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It is over soon by itself.
            Log.TurnKept(logger, exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                await line.GreetAsync(stoppingToken);
                if (await turn.TakeAsync(stoppingToken))
                {
                    await ListenAsync(stoppingToken);
                }
                else
                {
                    pause = settings.Timeout;
                }

                failures = 0;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                pause = PauseAfter(exception, failures++);
                Log.CannotListen(logger, ReasonOf(exception), pause);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var updates = await line.Bot!.GetUpdates(_next, timeout: (int)settings.PollFor.TotalSeconds, allowedUpdates: Heard, cancellationToken: cancellationToken);
        foreach (var update in updates)
        {
            await HandleAsync(update, cancellationToken);
            (_next, _attempts) = (update.Id + 1, 0);
        }
    }

    // A database that is away for a moment costs nobody their answer; what never works is let go.
    private async Task HandleAsync(Update update, CancellationToken cancellationToken)
    {
        try
        {
            await chat.HandleAsync(update, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (++_attempts < MostAttempts)
            {
                throw;
            }

            Log.LetGo(logger, update.Type, ReasonOf(exception));
        }
    }

    // 2 s, 4 s, 8 s … 5 min, each a little otherwise than the other replicas' one
    private TimeSpan PauseAfter(Exception exception, int failures)
    {
        if (exception is ApiRequestException { Parameters.RetryAfter: { } seconds })
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, LongestPause.TotalSeconds));
        }

        if (exception is ApiRequestException { ErrorCode: Conflict or Unauthorized or NotFound })
        {
            // Another program listens, or the token is wrong: nothing that passes by itself soon.
            failures = Math.Max(failures, 5);
        }

        var pause = settings.RetryEvery.TotalSeconds * Math.Pow(2, Math.Min(failures, 20)) * (1 + (RandomNumberGenerator.GetInt32(100) / 400.0));
        return TimeSpan.FromSeconds(Math.Min(pause, LongestPause.TotalSeconds));
    }

    // Never what an address would be part of.
    private static string ReasonOf(Exception exception) => exception switch
    {
        ApiRequestException { ErrorCode: Unauthorized or NotFound } => "Telegram does not know the bot: see Telegram__BotToken",
        ApiRequestException { ErrorCode: Conflict } => "another program listens with the same token",
        ApiRequestException refusal => $"Telegram answered {refusal.ErrorCode}",
        RequestException { InnerException: { } inner } => $"Telegram cannot be reached ({inner.GetType().Name})",
        _ => exception.GetType().Name,
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing is heard from Telegram now: {Reason}. The next attempt is in {Pause}.")]
        public static partial void CannotListen(ILogger logger, string reason, TimeSpan pause);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What somebody did in Telegram ({Type}) cannot be dealt with, and is let go: {Reason}")]
        public static partial void LetGo(ILogger logger, UpdateType type, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The turn to listen to Telegram could not be left to others; it ends by itself")]
        public static partial void TurnKept(ILogger logger, Exception exception);
    }
}
