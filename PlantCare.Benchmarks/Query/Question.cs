using System.Diagnostics;
using PlantCare.Benchmarks.Reporting;

namespace PlantCare.Benchmarks.Query;

/// <summary>Something that Api is asked, and the InfluxQL that it takes.</summary>
/// <param name="Key">Its name in the figures.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Variants">The paths, asked in turn, each with its statements.</param>
/// <param name="Samples">How often it is asked.</param>
internal sealed record Question(string Key, string Label, IReadOnlyList<(string Path, Statements Statements)> Variants, int Samples)
{
    private const double MaxRatio = 1.3;
    private const double MaxMilliseconds = 100;

    /// <summary>Asks Api and InfluxDB in turn, one question after another, so that both see the same machine.</summary>
    public async Task MeasureAsync(Report report, HttpClient api, HttpClient bare)
    {
        var (answers, yardstick) = (new List<double>(), new List<double>());
        // Services that have run for days are compiled to their end. Just started, they do so while they answer.
        var warmUp = Samples * 2;
        for (var i = -warmUp; i < Samples; i++)
        {
            var (path, statements) = Variants[(i + warmUp) % Variants.Count];
            var direct = await TimeAsync(() => statements.SendAsync(bare));
            var answer = await TimeAsync(() => api.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
            if (i >= 0)
            {
                yardstick.Add(direct);
                answers.Add(answer);
            }
        }

        answers.Sort();
        yardstick.Sort();
        var (median, p99, bareMedian) = (answers[Samples / 2], answers[(int)(Samples * 0.99)], yardstick[Samples / 2]);
        report.Figure($"query_{Key}_bare_p50_ms", $"{Label}: InfluxQL by a bare client, p50", bareMedian, "ms");
        report.Figure($"query_{Key}_bare_p99_ms", $"{Label}: InfluxQL by a bare client, p99", yardstick[(int)(Samples * 0.99)], "ms");
        report.Figure($"query_{Key}_p50_ms", $"{Label}: Api, p50", median, "ms");
        report.Target($"query_{Key}_p99_ms", $"{Label}: Api, p99", p99, "ms", MaxMilliseconds, atLeast: false);
        report.Target($"query_{Key}_ratio", $"{Label}: Api / bare client, p50", median / bareMedian, "", MaxRatio, atLeast: false);
    }

    private static async Task<double> TimeAsync(Func<Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
