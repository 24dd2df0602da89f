using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Care;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Api.Commands;

/// <summary>
/// Takes commands from the database to the broker: at once when one is entered, and again while the broker is away or the device is not
/// listening, until the command expires. A command is marked as sent before it is, and stays so unless it surely was not: two dispatchers
/// cannot both send it, and one that dies in between has sent it once at most. To water too little is the better mistake.
/// </summary>
internal sealed partial class CommandDispatcher(
    SystemWork system, CommandSettings settings, TimeProvider time, ILogger<CommandDispatcher> logger, ICommandChannel? channel = null) : BackgroundService
{
    private const int MostAtOnce = 1_000;

    /// <summary>How often to look for what another process has left behind.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _entered = new(0, 1);
    private bool _isAway;

    /// <summary>Whether there is a broker at all.</summary>
    public bool CanSend => channel is not null;

    /// <summary>Sends what has just been entered, or leaves it to the next attempt. Throws nothing of the broker's.</summary>
    /// <returns>How far it has come.</returns>
    public async Task<CommandStatus> SendAsync(DeviceCommand command)
    {
        using var enough = new CancellationTokenSource(settings.AnswerWithin, time);
        try
        {
            if (await TrySendAsync(command, enough.Token))
            {
                return CommandStatus.Sent;
            }
        }
        catch (Exception exception) when (IsAway(exception) || enough.IsCancellationRequested)
        {
            Missed(exception);
        }

        WakeUp();
        return CommandStatus.Pending;
    }

    public override void Dispose()
    {
        _entered.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (channel is null)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LookEvery;
            try
            {
                pause = await SendWaitingAsync(stoppingToken) ? LookEvery : settings.RetryEvery;
                await _entered.WaitAsync(pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Missed(exception);
                await Task.Delay(settings.RetryEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>True when nothing waits any more.</returns>
    private async Task<bool> SendWaitingAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = await system.RunAsync(database => database.Commands.AsNoTracking()
            .Where(command => command.Status == CommandStatus.Pending && command.ExpiresAt > now)
            .OrderBy(command => command.Id)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken));
        var isDone = true;
        foreach (var command in waiting)
        {
            isDone &= await TrySendAsync(command, cancellationToken);
        }

        return isDone;
    }

    /// <returns>False when the device does not listen.</returns>
    private async Task<bool> TrySendAsync(DeviceCommand command, CancellationToken cancellationToken)
    {
        // step 1: it is ours, and nobody else's from now on
        if (!await ChangeAsync(command.Id, CommandStatus.Pending, CommandStatus.Sent, cancellationToken))
        {
            return true;
        }

        // step 2: send it
        var isTaken = false;
        try
        {
            var payload = new CommandPayload(command.Id, command.Action, command.Value?.DeepClone(), command.Seconds, command.ExpiresAt).ToUtf8();
            isTaken = await channel!.TrySendAsync(command.DeviceId, payload, command.ExpiresAt, cancellationToken);
            Reached();
        }
        finally
        {
            // step 3: or it waits again
            if (!isTaken)
            {
                await ChangeAsync(command.Id, CommandStatus.Sent, CommandStatus.Pending, CancellationToken.None);
            }
        }

        return isTaken;
    }

    private Task<bool> ChangeAsync(Guid id, CommandStatus from, CommandStatus to, CancellationToken cancellationToken) => system.RunAsync(async database =>
        await database.Commands.Where(command => command.Id == id && command.Status == from)
            .ExecuteUpdateAsync(command => command.SetProperty(c => c.Status, to), cancellationToken) == 1);

    private void WakeUp()
    {
        try
        {
            _entered.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been woken already.
        }
    }

    private void Reached()
    {
        if (_isAway)
        {
            Log.Back(logger);
        }

        _isAway = false;
    }

    private void Missed(Exception exception)
    {
        if (!_isAway)
        {
            Log.Away(logger, IsAway(exception) || exception is OperationCanceledException ? null : exception, exception.Message);
        }

        _isAway = true;
    }

    private static bool IsAway(Exception exception) => exception is IOException;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Commands do not reach the broker for now: {Reason}. Trying again until they expire")]
        public static partial void Away(ILogger logger, Exception? exception, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Commands reach the broker again")]
        public static partial void Back(ILogger logger);
    }
}
