using MQTTnet.Exceptions;
using PlantCare.Api.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Broker;

/// <summary>
/// Keeps devices' accounts on a broker of its own, over one connection: what changes is settled while the request that changed it waits, and
/// everything is compared at every connection and then from time to time.
/// </summary>
internal sealed partial class DeviceAccounts(
    BrokerConnectionString broker,
    DeviceAccountSettings settings,
    DeviceDirectory directory,
    SecretVault vault,
    AccountSettler settler,
    Reconciliation reconciliation,
    SecretRotations rotations,
    TimeProvider time,
    ILogger<DeviceAccounts> logger) : BackgroundService, IDeviceAccounts
{
    private const int BatchSize = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly PendingDevices _pending = new();
    private bool _isAway;

    /// <summary>Why accounts are not kept at the moment; null when they are.</summary>
    public string? Fault { get; private set; } = "not connected yet";

    public bool IsTaken(string deviceId) => deviceId == broker.Username || reconciliation.IsSomebodyElses(deviceId);

    public byte[]? Protect(string deviceId, string secret) => vault.Protect(deviceId, secret);

    public bool NeedsNewSecret(Device device) => !vault.TryReveal(device.DeviceId, device.SecretProtected, device.SecretHash, out _);

    public async Task SettleAsync(string deviceId, CancellationToken cancellationToken) =>
        await _pending.Add(deviceId).WaitAsync(settings.AnswerWithin, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Also what others change: another replica, a person at the database, an account that was erased with its devices.
        directory.CredentialChanged += OnCredentialChanged;
        try
        {
            await KeepAsync(stoppingToken);
        }
        finally
        {
            directory.CredentialChanged -= OnCredentialChanged;
        }
    }

    private async Task KeepAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var channel = new ControlChannel(settings, time);
                await channel.OpenAsync(broker, stoppingToken);
                if (await ServiceAccount.EnsureAsync(channel, broker.Username!, stoppingToken))
                {
                    await StayAsync(channel, () => failures = 0, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed(exception);
            }

            var pause = FirstPause * Math.Pow(2, Math.Min(failures++, 20));
            pause = (pause < settings.LongestPause ? pause : settings.LongestPause) * (0.5 + (Random.Shared.NextDouble() / 2));
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Until the connection ends or something goes wrong; either way a new connection begins with comparing everything.
    private async Task StayAsync(ControlChannel channel, Action succeeded, CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, channel.Ended);
        _pending.Open();
        try
        {
            Task[] work = [SettleChangesAsync(channel, over.Token), ReconcileAsync(channel, succeeded, over.Token), rotations.KeepAsync(channel, over.Token)];
            var first = await Task.WhenAny(work);
            await over.CancelAsync();
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (channel.Ended.IsCancellationRequested)
            {
                throw ControlChannel.ConnectionEnded();
            }

            await first;
        }
        finally
        {
            _pending.Close();
        }
    }

    private async Task SettleChangesAsync(ControlChannel channel, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = await _pending.TakeAsync(BatchSize, cancellationToken);
            try
            {
                await settler.SettleAsync(channel, [.. changed.Select(pair => pair.Key)], cancellationToken);
            }
            finally
            {
                foreach (var (_, waiting) in changed)
                {
                    waiting.TrySetResult();
                }
            }
        }
    }

    private async Task ReconcileAsync(ControlChannel channel, Action succeeded, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(settings.ReconcileEvery, time);
        do
        {
            await reconciliation.RunAsync(channel, cancellationToken);
            Works();
            succeeded();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private void OnCredentialChanged(object? sender, CredentialChangedEventArgs change) => _ = _pending.Add(change.DeviceId);

    private void Works()
    {
        if (Fault is not null)
        {
            Log.Works(logger, broker);
            (_isAway, Fault) = (false, null);
        }
    }

    private void Failed(Exception exception)
    {
        // Anybody may read what health says, so that it says no more of the unexpected than that the log does.
        var fault = exception switch
        {
            BrokerRefusalException or EndOfStreamException or TimeoutException => exception.Message,
            MqttCommunicationException => "it does not answer",
            _ => "something else failed, which is in the log",
        };

        // Once for an outage, whatever it looks like from one attempt to the next; a refusal is for a person to mend, and said by itself.
        if (!_isAway || (exception is BrokerRefusalException && fault != Fault))
        {
            var isExpected = exception is BrokerRefusalException or EndOfStreamException or TimeoutException or MqttCommunicationException;
            Log.Failed(logger, isExpected ? null : exception, broker, exception.GetBaseException().Message);
        }

        (_isAway, Fault) = (true, fault);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Devices' accounts are kept on the broker {Broker}")]
        public static partial void Works(ILogger logger, BrokerConnectionString broker);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Devices' accounts cannot be kept on the broker {Broker} for now: {Reason}. Trying again; what changes meanwhile is made up for")]
        public static partial void Failed(ILogger logger, Exception? exception, BrokerConnectionString broker, string reason);
    }
}
