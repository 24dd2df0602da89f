using MQTTnet;
using PlantCare.Contracts.Mqtt;
using PlantCare.Ingest.Devices;
using PlantCare.Ingest.Pipeline;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Ingest.Mqtt;

/// <summary>
/// Keeps one connection to the broker: connects, waits for its end, connects again. The broker holds what comes meanwhile, in a session that
/// outlives the connection.
/// </summary>
internal sealed partial class MqttSubscriber(
    BrokerConnectionString broker,
    SubscriberSettings settings,
    IDeviceMessages messages,
    IngestHealth health,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MqttSubscriber> logger) : BackgroundService
{
    private const string What = "mqtt";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>What made the subscriber give up: something that waiting does not mend. Null while it has not.</summary>
    public StartUpException? Fault { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(FirstPause, settings.LongestPause);
        var hasConnected = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var session = new BrokerSession(settings, messages, time, logger);
                var answer = await session.OpenAsync(broker, stoppingToken);
                if (IsRefusal(answer) && !hasConnected)
                {
                    GiveUp($"the broker at {broker} refuses the account of {BrokerConnectionString.Key} ({answer}). Give the user and password that the broker knows.");
                    return;
                }

                if (answer == MqttClientConnectResultCode.Success)
                {
                    hasConnected = true;
                    pause = new Backoff(FirstPause, settings.LongestPause);
                    Connected();
                    await StayAsync(session, stoppingToken);
                    Disconnected("the connection ended");
                }
                else
                {
                    Disconnected(answer.ToString());
                }
            }
            catch (Exception exception) when (!hasConnected && UntrustedServer.Explain(exception) is { } fault)
            {
                GiveUp(
                    $"the broker at {broker}, named by {BrokerConnectionString.Key}, cannot be trusted: {fault}. Trust the authority that signed its certificate, or correct the host.");
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Disconnected(exception.GetBaseException().Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause.Next(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A restarted broker may not know its accounts yet, so a refusal after a connection that worked is waited out.
    private static bool IsRefusal(MqttClientConnectResultCode answer) => answer
        is MqttClientConnectResultCode.BadUserNameOrPassword
        or MqttClientConnectResultCode.NotAuthorized
        or MqttClientConnectResultCode.Banned
        or MqttClientConnectResultCode.ClientIdentifierNotValid;

    private static async Task StayAsync(BrokerSession session, CancellationToken stoppingToken)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var ended = session.Ended.Register(() => over.TrySetResult());
        await using var stopping = stoppingToken.Register(() => over.TrySetResult());
        await over.Task;
        if (stoppingToken.IsCancellationRequested)
        {
            await session.CloseAsync();
        }
    }

    private void GiveUp(string fault)
    {
        Fault = StartUpException.Configuration(fault);
        lifetime.StopApplication();
    }

    private void Connected()
    {
        health.Recovered(What);
        Log.Connected(logger, broker);
    }

    private void Disconnected(string reason)
    {
        if (health.Failing(What, reason))
        {
            Log.Disconnected(logger, broker, reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Listening at the broker {Broker}")]
        public static partial void Connected(ILogger logger, BrokerConnectionString broker);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The broker {Broker} is not there: {Reason}. It keeps what devices send; trying again until it answers")]
        public static partial void Disconnected(ILogger logger, BrokerConnectionString broker, string reason);
    }
}
