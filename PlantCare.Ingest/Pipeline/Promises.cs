namespace PlantCare.Ingest.Pipeline;

/// <summary>
/// Keeps, or breaks, the promises of a batch on other threads than the one that commits: a few at a time, because waking a thread for each
/// costs more than what most of those who wait have left to do.
/// </summary>
internal static class Promises
{
    private const int AtATime = 64;

    public static void Settle(List<Submission> batch, Action<Submission> settle)
    {
        for (var start = 0; start < batch.Count; start += AtATime)
        {
            var part = batch.GetRange(start, Math.Min(AtATime, batch.Count - start));
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Part.ForEach(work.Settle), (Part: part, Settle: settle), preferLocal: false);
        }
    }
}
