using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace PlantCare.Api.Telegram;

/// <summary>
/// The line to Telegram. The bot's token is part of every address there, so nothing that writes addresses down may see them: the handler is
/// ours alone, without the log and the traces that clients of the host have.
/// </summary>
internal sealed class TelegramLine : IDisposable
{
    private readonly HttpClient _http;
    private readonly TelegramSettings _settings;

    public TelegramLine(TelegramSettings settings)
    {
        _settings = settings;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            ConnectTimeout = settings.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        })
        {
            Timeout = settings.PollFor + settings.Timeout,
        };
        Bot = settings.IsConfigured ? new TelegramBotClient(new TelegramBotClientOptions(settings.BotToken!, settings.ApiUrl) { RetryCount = 0 }, _http) : null;
    }

    /// <summary>The bot; null when there is none.</summary>
    public ITelegramBotClient? Bot { get; }

    /// <summary>What the bot is called in links; null until Telegram has said so.</summary>
    public string? Name { get; private set; }

    /// <summary>Asks Telegram who the bot is, once.</summary>
    /// <exception cref="RequestException">Telegram does not answer, or does not know the bot.</exception>
    public async Task GreetAsync(CancellationToken cancellationToken)
    {
        if (Bot is null || Name is not null)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_settings.Timeout);

        // A bot that calls back elsewhere is not told anything here.
        await Bot.DeleteWebhook(cancellationToken: patience.Token);
        Name = (await Bot.GetMe(patience.Token)).Username;
    }

    /// <summary>Opens a chat with the bot, which is told a code there.</summary>
    public string LinkOf(string code) => $"https://t.me/{Name}?start={code}";

    public void Dispose() => _http.Dispose();
}
