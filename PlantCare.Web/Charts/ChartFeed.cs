using PlantCare.Web.Readings;

namespace PlantCare.Web.Charts;

/// <summary>What the browser has been given of a chart, so that a new reading sends a point or two and not all of them again.</summary>
internal sealed class ChartFeed
{
    private HistoryView? _given;
    private IReadOnlyList<double?[]> _rows = [];

    /// <summary>What the browser needs to show <paramref name="view"/>; null when it has it.</summary>
    public ChartChange? Next(HistoryView view)
    {
        if (ReferenceEquals(_given, view))
        {
            return null;
        }

        var rows = ToRows(view);
        var isSame = _given is { } given && given.Metric == view.Metric && given.Range == view.Range && given.Every == view.Every && given.IsRaw == view.IsRaw;

        // What has fallen out on the left the browser finds by itself, from the axis; here only the end is compared.
        var (keep, tail) = (0L, rows);
        if (isSame && rows.Count > 0)
        {
            var first = rows[0][0];
            var before = _rows.SkipWhile(row => row[0] < first).ToList();
            var same = 0;
            while (same < rows.Count && same < before.Count && rows[same].AsSpan().SequenceEqual(before[same]))
            {
                same++;
            }

            if (same > 0)
            {
                keep = (long)rows[same - 1][0]!.Value;
                tail = [.. rows.Skip(same)];
            }
        }

        _given = view;
        _rows = rows;
        return new ChartChange(
            keep,
            tail,
            view.From.ToUnixTimeMilliseconds(),
            view.To.ToUnixTimeMilliseconds(),
            view.Scale,
            view.Limits?.Min,
            view.Limits?.Max,
            view.Unit,
            Decimals(view),
            !isSame);
    }

    // Time, mean, least, greatest; between two stretches a row of nothing, which breaks the line.
    private static List<double?[]> ToRows(HistoryView view)
    {
        var rows = new List<double?[]>(view.Points.Count + view.Stretches.Count);
        foreach (var stretch in view.Stretches)
        {
            var (start, count) = stretch.GetOffsetAndLength(view.Points.Count);
            if (start > 0)
            {
                var (before, after) = (view.Points[start - 1].At, view.Points[start].At);
                rows.Add([(before + ((after - before) / 2)).ToUnixTimeMilliseconds(), null, null, null]);
            }

            for (var i = start; i < start + count; i++)
            {
                var point = view.Points[i];
                rows.Add([point.At.ToUnixTimeMilliseconds(), Round(point.Mean), Round(point.Min), Round(point.Max)]);
            }
        }

        return rows;
    }

    private static double Round(double value) => Math.Round(value, 4);

    private static int Decimals(HistoryView view) =>
        view.IsRaw ? 0 : Math.Max(ShownUnits.DecimalsOf(view.Metric) ?? 2, Math.Min(view.Scale.Decimals, 1));
}

/// <summary>What <c>history.js</c> takes.</summary>
/// <param name="Keep">Rows up to this time stay, Unix ms; 0 keeps none.</param>
/// <param name="Rows">Follow them: time in Unix ms, mean, least, greatest.</param>
/// <param name="From">The left end, Unix ms.</param>
/// <param name="To">The right end, Unix ms.</param>
/// <param name="Scale">The value axis.</param>
/// <param name="Min">The lower limit.</param>
/// <param name="Max">The upper limit.</param>
/// <param name="Unit">What follows a value: its unit, with the space before it.</param>
/// <param name="Decimals">How many decimals a value has.</param>
/// <param name="Fresh">Another metric or range: forget the zoom.</param>
internal sealed record ChartChange(
    long Keep, IReadOnlyList<double?[]> Rows, long From, long To, ValueScale Scale, double? Min, double? Max, string Unit, int Decimals, bool Fresh);
