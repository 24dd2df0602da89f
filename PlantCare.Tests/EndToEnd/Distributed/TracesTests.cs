using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using MQTTnet;
using PlantCare.Contracts.Mqtt;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.EndToEnd.Distributed;

/// <summary>A trace that a device began goes on through Ingest to the store.</summary>
public sealed class TracesTests(SharedPostgres postgres) : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = [];
    private ActivityListener? _listener;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _listener?.Dispose();

    [Fact]
    public async Task Publish_with_a_traceparent_is_seen_from_the_device_to_the_store()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        await using var device = await MqttDevice.ConnectAsync(edition.Broker.Port, home.Device, cancellationToken: Cancellation);
        Collect();
        var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());

        await PublishAsync(device, $"00-{trace}-{span}-01");

        await Until.TrueAsync(() => Task.FromResult(Ended("ingest message", trace) is not null && Ended("ingest commit", trace) is not null), Cancellation);
        var message = Ended("ingest message", trace)!;
        var commit = Ended("ingest commit", trace)!;
        Assert.Equal((span, true, ActivityKind.Consumer), (message.ParentSpanId, message.HasRemoteParent, message.Kind));
        Assert.Equal((home.Device.DeviceId, 1), (message.GetTagItem("plantcare.device_id"), message.GetTagItem("plantcare.readings.stored")));
        Assert.Equal(message.SpanId, commit.ParentSpanId);
        Assert.Equal(commit.SpanId, Ended("influxdb write", trace)!.ParentSpanId);
    }

    [Fact]
    public async Task Publish_with_a_traceparent_that_is_none_is_stored_all_the_same()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        await using var device = await MqttDevice.ConnectAsync(edition.Broker.Port, home.Device, cancellationToken: Cancellation);
        Collect();

        await PublishAsync(device, "00-not-a-trace");

        await Until.TrueAsync(async () => (await home.Owner.Client.Data.GetLatestAsync(home.Plant.Id, Cancellation)).Count > 0, Cancellation);
    }

    [Fact]
    public async Task Post_is_one_trace_across_both_services()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        Collect();
        using var sender = new Activity("sender").SetIdFormat(ActivityIdFormat.W3C).Start();
        sender.ActivityTraceFlags = ActivityTraceFlags.Recorded;

        using var answer = await home.PostAsync("""{"temperature":20}""");

        await Until.TrueAsync(() => Task.FromResult(Ended("influxdb write", sender.TraceId) is not null), Cancellation);
        Assert.Equal(Ended("ingest message", sender.TraceId)!.SpanId, Ended("ingest commit", sender.TraceId)!.ParentSpanId);
    }

    private static Task<MqttClientPublishResult> PublishAsync(MqttDevice device, string traceparent) => device.Client.PublishAsync(
        new MqttApplicationMessageBuilder()
            .WithTopic(Topics.Readings(device.DeviceId))
            .WithPayload("""{"temperature":20}""")
            .WithUserProperty("traceparent", Encoding.UTF8.GetBytes(traceparent).AsMemory())
            .Build(),
        Cancellation);

    // As a collector does: whatever began with a recorded span.
    private void Collect()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("PlantCare.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private Activity? Ended(string name, ActivityTraceId trace) =>
        _ended.FirstOrDefault(activity => activity.OperationName == name && activity.TraceId == trace);
}
