using System.Globalization;
using System.Text;

namespace PlantCare.Web.Charts;

/// <summary>Where a view's points go, in a box of <see cref="Width"/> × <see cref="Height"/> that is stretched over the chart.</summary>
/// <param name="view">What is drawn.</param>
internal sealed class HistoryPath(HistoryView view)
{
    public const double Width = 1_000;
    public const double Height = 300;

    /// <summary>The means, a line for each stretch; a lone point becomes a dot.</summary>
    public string Line
    {
        get
        {
            var path = new StringBuilder();
            foreach (var stretch in view.Stretches)
            {
                var (start, count) = stretch.GetOffsetAndLength(view.Points.Count);
                for (var i = start; i < start + count; i++)
                {
                    Append(path, i == start ? 'M' : 'L', view.Points[i].At, view.Points[i].Mean);
                }

                if (count == 1)
                {
                    path.Append("h.01");
                }
            }

            return path.ToString();
        }
    }

    /// <summary>Between the least and the greatest of each window, closed for each stretch.</summary>
    public string Spread
    {
        get
        {
            var path = new StringBuilder();
            foreach (var stretch in view.Stretches)
            {
                var (start, count) = stretch.GetOffsetAndLength(view.Points.Count);
                for (var i = start; i < start + count; i++)
                {
                    Append(path, i == start ? 'M' : 'L', view.Points[i].At, view.Points[i].Max);
                }

                for (var i = start + count - 1; i >= start; i--)
                {
                    Append(path, 'L', view.Points[i].At, view.Points[i].Min);
                }

                path.Append('Z');
            }

            return path.ToString();
        }
    }

    /// <summary>The plant's limits as a band; a side without a limit reaches to the edge. Null when there are none.</summary>
    public (double Top, double Bottom)? Band => view.Limits is { Min: null, Max: null } or null
        ? null
        : (view.Limits.Max is { } max ? Y(max) : 0, view.Limits.Min is { } min ? Y(min) : Height);

    /// <summary>How far right a moment is, %.</summary>
    public double Across(DateTimeOffset at) => (at - view.From) / (view.To - view.From) * 100;

    /// <summary>How far down a value is, %.</summary>
    public double Down(double value) => (1 - view.Scale.Share(value)) * 100;

    private double Y(double value) => Math.Clamp(Down(value) / 100, 0, 1) * Height;

    private void Append(StringBuilder path, char verb, DateTimeOffset at, double value) =>
        path.Append(verb).Append(Text(Across(at) / 100 * Width)).Append(' ').Append(Text(Y(value)));

    public static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
