namespace PlantCare.Web.Charts;

/// <summary>A value axis with round marks.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Step">From one mark to the next.</param>
public readonly record struct ValueScale(double Low, double High, double Step)
{
    private const int Marks = 5;

    /// <summary>The marks, from the lowest.</summary>
    public IReadOnlyList<double> Ticks
    {
        get
        {
            var (low, step) = (Low, Step);
            return [.. Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(i => Math.Round(low + (i * step), 9))];
        }
    }

    /// <summary>How many decimals the marks need.</summary>
    public int Decimals => Math.Clamp((int)Math.Ceiling(-Math.Log10(Step) - 1e-9), 0, 6);

    /// <summary>A scale that holds all of the values, and whose ends never go beyond what the metric can mean.</summary>
    /// <param name="values">What has to be on it.</param>
    /// <param name="least">The least that is possible.</param>
    /// <param name="most">The most that is possible.</param>
    public static ValueScale Fit(IEnumerable<double> values, double least = double.MinValue, double most = double.MaxValue)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        var (low, high) = all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
        {
            var room = Math.Max(0.5, Math.Abs(high) * 0.05);
            (low, high) = (low - room, high + room);
        }

        // A little air above and below, as long as the metric has room for it.
        var air = (high - low) * 0.06;
        (low, high) = (Math.Max(low - air, Math.Min(least, low)), Math.Min(high + air, Math.Max(most, high)));
        var step = Nice((high - low) / Marks);
        return new ValueScale(Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step, step);
    }

    /// <summary>How far up the scale a value is: 0 at the lower end, 1 at the upper.</summary>
    public double Share(double value) => (value - Low) / (High - Low);

    // The next of 1, 2, 5, 10 times a power of ten (Heckbert, Graphics Gems, 1990).
    private static double Nice(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1.0000001 => power,
            <= 2.0000001 => 2 * power,
            <= 5.0000001 => 5 * power,
            _ => 10 * power,
        };
    }
}
