using System.Globalization;
using System.Text.RegularExpressions;

namespace PlantCare.Api.Administration.Status;

/// <summary>
/// Reads what Ingest has counted from its <c>/metrics</c>, where it is a service of its own. Several workers may answer at one address: each
/// says which one it is, and counts for itself.
/// </summary>
internal sealed partial class IngestPoll(IHttpClientFactory clients, IngestRate rate, TimeProvider time) : BackgroundService
{
    /// <summary>The client's name.</summary>
    public const string Client = "ingest-metrics";

    private const int MaxWorkers = 1_000;
    private const long LongestAnswer = 4 * 1024 * 1024;
    private static readonly Uri Metrics = new("http://ingest/metrics");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long> _counted = new(StringComparer.Ordinal);

    /// <summary>Why nothing is known at the moment; null when it is.</summary>
    public string? Fault { get; private set; } = "Ingest has not been asked yet";

    /// <summary>Asks once.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            client.Timeout = Patience;
            client.MaxResponseContentBufferSize = LongestAnswer;
            Fault = Take(await client.GetStringAsync(Metrics, cancellationToken)) ? null : "what answers at http://ingest/metrics is not Ingest";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Fault = "Ingest does not answer";
        }
    }

    /// <summary>Takes what a worker says of itself.</summary>
    /// <returns>False when it is nothing of the kind.</returns>
    internal bool Take(string metrics)
    {
        // target_info{service_name="PlantCare.Ingest",service_instance_id="0b1c…"} 1
        // plantcare_ingest_readings_stored_total{otel_scope_name="PlantCare.Ingest"} 1204 1764050000000
        var worker = Instance().Match(metrics).Groups["id"].Value;
        if (worker.Length == 0 || !metrics.Contains("plantcare_ingest_", StringComparison.Ordinal))
        {
            return false;
        }

        // A worker that has stored nothing yet does not speak of it. What one counted before it was first heard of is of no known time.
        var stored = Stored().Match(metrics);
        var count = stored.Success ? (long)double.Parse(stored.Groups["count"].Value, CultureInfo.InvariantCulture) : 0;
        rate.Add(_counted.TryGetValue(worker, out var before) && count >= before ? count - before : 0);
        if (_counted.Count >= MaxWorkers)
        {
            _counted.Clear();
        }

        _counted[worker] = count;
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await AskAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [GeneratedRegex("^target_info\\{[^}\n]*service_instance_id=\"(?<id>[^\"\n]*)\"", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1_000)]
    private static partial Regex Instance();

    [GeneratedRegex("^plantcare_ingest_readings_stored_total(\\{[^}\n]*\\})? (?<count>[0-9.eE+]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1_000)]
    private static partial Regex Stored();
}
