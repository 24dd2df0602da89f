using System.Diagnostics;
using PlantCare.Benchmarks.Reporting;

namespace PlantCare.Benchmarks.Query;

/// <summary>One way to ask a question.</summary>
/// <param name="Path">What Api is asked.</param>
/// <param name="Statements">The InfluxQL that Api sends for it.</param>
/// <param name="Raw">The InfluxQL that it would take without roll-ups; null where there are none of it.</param>
internal sealed record Variant(string Path, Statements Statements, Statements? Raw = null);

/// <summary>Something that Api is asked, and the InfluxQL that it takes.</summary>
/// <param name="Key">Its name in the figures.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Variants">The ways, asked in turn.</param>
/// <param name="Samples">How often it is asked.</param>
internal sealed record Question(string Key, string Label, IReadOnlyList<Variant> Variants, int Samples)
{
    private const double MaxRatio = 1.3;
    private const double MaxMilliseconds = 100;

    /// <summary>What takes long, and is no promise, is measured more seldom.</summary>
    private const int RawEvery = 10;

    /// <summary>Asks Api and InfluxDB in turn, one question after another, so that both see the same machine.</summary>
    public async Task MeasureAsync(Report report, HttpClient api, HttpClient bare)
    {
        var (answers, yardstick, raw) = (new List<double>(), new List<double>(), new List<double>());

        // Services that have run for days are compiled to their end. Just started, they do so while they answer.
        var warmUp = Samples * 2;
        for (var i = -warmUp; i < Samples; i++)
        {
            var variant = Variants[(i + warmUp) % Variants.Count];
            var direct = await TimeAsync(() => variant.Statements.SendAsync(bare));
            var answer = await TimeAsync(() => api.GetByteArrayAsync(new Uri(variant.Path, UriKind.Relative)));
            if (i >= 0)
            {
                yardstick.Add(direct);
                answers.Add(answer);
                if (i % RawEvery == 0 && variant.Raw is { } unrolled)
                {
                    raw.Add(await TimeAsync(() => unrolled.SendAsync(bare)));
                }
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
        if (raw.Count > 0)
        {
            raw.Sort();
            report.Figure($"query_{Key}_raw_p50_ms", $"{Label}: InfluxQL without roll-ups, p50", raw[raw.Count / 2], "ms");
            report.Figure($"query_{Key}_raw_ratio", $"{Label}: Api / InfluxQL without roll-ups, p50", median / raw[raw.Count / 2], "");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
