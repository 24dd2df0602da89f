namespace PlantCare.Simulator.Model;

/// <summary>Chance that repeats itself: the same seed gives the same plant, on every machine.</summary>
/// <param name="seed">Which of all possible courses.</param>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);
    private double? _spare;

    /// <summary>A number from 0 to 1.</summary>
    public double Uniform() => _random.NextDouble();

    /// <summary>A number between two others.</summary>
    public double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    /// <summary>Whether something happens that does so with this probability.</summary>
    public bool Happens(double probability) => _random.NextDouble() < probability;

    /// <summary>A normally distributed number (polar method; Marsaglia and Bray, 1964).</summary>
    public double Normal(double deviation)
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare * deviation;
        }

        double x, y, square;
        do
        {
            x = Between(-1, 1);
            y = Between(-1, 1);
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);

        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = y * factor;
        return x * factor * deviation;
    }
}

/// <summary>
/// A number that wanders around 0 and comes back to it, as weather does (Ornstein–Uhlenbeck process; Uhlenbeck and Ornstein, 1930, in its
/// exact discrete form).
/// </summary>
/// <param name="chance">Where chance comes from.</param>
/// <param name="deviation">Its standard deviation in the long run.</param>
/// <param name="memory">How long it remembers.</param>
internal sealed class Wandering(Chance chance, double deviation, TimeSpan memory)
{
    /// <summary>Where it is.</summary>
    public double Value { get; private set; } = chance.Normal(deviation);

    public double Step(TimeSpan elapsed)
    {
        var decay = Math.Exp(-elapsed / memory);
        Value = (Value * decay) + chance.Normal(deviation * Math.Sqrt(1 - (decay * decay)));
        return Value;
    }
}
