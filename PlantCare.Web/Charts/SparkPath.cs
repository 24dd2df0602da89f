using System.Globalization;
using System.Text;

namespace PlantCare.Web.Charts;

/// <summary>Where the points of a small curve go, in a box of <see cref="Width"/> × <see cref="Height"/>.</summary>
internal sealed class SparkPath
{
    public const double Width = 240;
    public const double Height = 64;
    private const double Edge = 5;

    private readonly double _low;
    private readonly double _high;
    private readonly IReadOnlyList<SparkPoint> _points;

    public SparkPath(IReadOnlyList<SparkPoint> points, double? min, double? max)
    {
        _points = points;
        double[] all = [.. points.Select(point => point.Value).Append(min).Append(max).OfType<double>()];
        _low = all.Length == 0 ? 0 : all.Min();
        _high = all.Length == 0 ? 1 : all.Max();
        if (_high - _low < 1e-9)
        {
            (_low, _high) = (_low - 1, _high + 1);
        }
    }

    /// <summary>The line, broken where there is nothing; a lone value becomes a dot.</summary>
    public string Line => Build(close: false);

    /// <summary>The same, closed along the bottom.</summary>
    public string Area => Build(close: true);

    /// <summary>The newest value's place.</summary>
    public (double X, double Y)? Last
    {
        get
        {
            for (var i = _points.Count - 1; i >= 0; i--)
            {
                if (_points[i].Value is { } value)
                {
                    return (X(i), Y(value));
                }
            }

            return null;
        }
    }

    public double Y(double value) => Edge + ((_high - value) / (_high - _low) * (Height - (2 * Edge)));

    private double X(int index) => _points.Count < 2 ? Width / 2 : Edge + (index * (Width - (2 * Edge)) / (_points.Count - 1));

    private string Build(bool close)
    {
        var path = new StringBuilder();
        var start = -1;
        for (var i = 0; i <= _points.Count; i++)
        {
            if (i < _points.Count && _points[i].Value is { } value)
            {
                path.Append(start < 0 ? 'M' : 'L').Append(Text(X(i))).Append(' ').Append(Text(Y(value)));
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                if (close)
                {
                    path.Append('L').Append(Text(X(i - 1))).Append(' ').Append(Text(Height)).Append('L').Append(Text(X(start))).Append(' ').Append(Text(Height)).Append('Z');
                }
                else if (start == i - 1)
                {
                    path.Append("h.01");
                }

                start = -1;
            }
        }

        return path.ToString();
    }

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
