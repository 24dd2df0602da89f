using System.Collections.Concurrent;
using System.Text.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Devices;

/// <summary>
/// Takes what devices say that nobody has claimed: <c>{"device_id":"pot-1","model":"Pot 2","firmware":"1.4.0"}</c> on <c>plantcare/provision</c>.
/// It gives them nothing but a time and two words in a list, so that it does not matter that a broker which does not say who published lets one
/// of them speak for another.
/// </summary>
internal sealed partial class Provisioning(IFactoryDevices devices, TimeProvider time, ILogger<Provisioning> logger) : IDisposable
{
    private const int MaxPayloadBytes = 4 * 1024;
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan WriteAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);
    private static readonly IntakeResult Nothing = new(0, []);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    // One at a time: announcing is no way to keep a database busy.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Handles an announcement. What cannot be kept now is let go: devices announce themselves again and again.</summary>
    public async ValueTask<IntakeResult> HandleAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        if (Read(message) is not { } announcement)
        {
            return new IntakeResult(
                0, [new Rejection(RejectionReason.NotAReading, "an announcement is like {\"device_id\":\"pot-1\",\"model\":\"…\",\"firmware\":\"…\"}, with the name of the login")]);
        }

        if (message.IsReplay || !IsDue(announcement.DeviceId) || !await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return Nothing;
        }

        try
        {
            using var timeout = new CancellationTokenSource(WriteTimeout, time);
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            await devices.AnnounceAsync(announcement, giveUp.Token);
            _written[announcement.DeviceId] = announcement.At;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotKept(logger, exception, announcement.DeviceId);
        }
        finally
        {
            _turn.Release();
        }

        return Nothing;
    }

    public void Dispose() => _turn.Dispose();

    private static FactoryAnnouncement? Read(in IncomingMessage message)
    {
        if (message.Payload.Length > MaxPayloadBytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(message.Payload, new JsonDocumentOptions { MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            // Where the broker says who it is, the payload can only agree.
            var named = Text(document.RootElement, "device_id");
            var deviceId = message.DeviceId.Length > 0 ? message.DeviceId : named;
            return deviceId is not null && DeviceId.IsValid(deviceId) && (named ?? deviceId) == deviceId
                ? new FactoryAnnouncement(deviceId, Text(document.RootElement, "model"), Text(document.RootElement, "firmware"), message.ReceivedAt)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private bool IsDue(string deviceId)
    {
        if (_written.Count > MaxRemembered)
        {
            _written.Clear();
        }

        return !_written.TryGetValue(deviceId, out var at) || time.GetUtcNow() - at >= WriteAgainAfter;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "That {DeviceId} waits to be claimed could not be written down; it will say so again")]
        public static partial void NotKept(ILogger logger, Exception exception, string deviceId);
    }
}
