using System.Diagnostics;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;

namespace PlantCare.Ingest.Traces;

/// <summary>
/// What a collector sees of a reading's way, source <c>PlantCare.Ingest</c>: a span for each message whose sender is traced, from its arrival
/// until it is durable, and one for each commit, below which the stores and whoever hears of stored readings have theirs. A commit serves
/// many messages: it belongs to the trace of the first one, and is linked with the others, which are linked with it.
/// </summary>
internal static class IngestTraces
{
    /// <summary>More links than these a collector would not take.</summary>
    private const int MaxLinks = 128;

    private static readonly ActivitySource Source = new("PlantCare.Ingest");

    /// <summary>Whether anybody collects traces.</summary>
    public static bool AreCollected => Source.HasListeners();

    /// <summary>Begins a message's span; null where its sender is not traced: one for every reading would cost more than the reading.</summary>
    public static Activity? StartMessage(in IncomingMessage message)
    {
        if (!AreCollected)
        {
            return null;
        }

        var isPublished = message.Trace != default;
        var parent = isPublished ? message.Trace : Activity.Current?.Context ?? default;
        if (parent == default)
        {
            return null;
        }

        var activity = Source.StartActivity("ingest message", isPublished ? ActivityKind.Consumer : ActivityKind.Internal, parent);
        activity?.SetTag("plantcare.device_id", message.DeviceId);
        activity?.SetTag("messaging.destination.name", message.Topic);
        return activity;
    }

    /// <summary>Says what became of it.</summary>
    public static void SetResult(Activity? message, IntakeResult result)
    {
        message?.SetTag("plantcare.readings.stored", result.Stored);
        message?.SetTag("plantcare.readings.refused", result.Rejections.Count);
    }

    /// <summary>Begins a commit's span.</summary>
    public static Activity? StartCommit(List<Submission> batch, int readings)
    {
        if (!AreCollected)
        {
            return null;
        }

        var messages = batch.Select(submission => submission.Trace).OfType<Activity>().Where(message => message.Recorded).Take(MaxLinks + 1).ToList();
        var commit = Source.StartActivity(
            "ingest commit",
            ActivityKind.Internal,
            messages.Count > 0 ? messages[0].Context : default,
            links: messages.Skip(1).Select(message => new ActivityLink(message.Context)));
        commit?.SetTag("plantcare.messages", batch.Count);
        commit?.SetTag("plantcare.readings", readings);
        foreach (var message in commit is null ? [] : messages.Skip(1))
        {
            message.AddLink(new ActivityLink(commit!.Context));
        }

        return commit;
    }
}
