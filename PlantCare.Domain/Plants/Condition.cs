namespace PlantCare.Domain.Plants;

/// <summary>How a value stands against its threshold.</summary>
public enum Condition
{
    /// <summary>There is no threshold, or no usable value.</summary>
    Unknown,

    /// <summary>Within the limits.</summary>
    Good,

    /// <summary>Below <see cref="Threshold.Min"/>.</summary>
    Low,

    /// <summary>Above <see cref="Threshold.Max"/>.</summary>
    High,
}

/// <summary>Judges values.</summary>
public static class Conditions
{
    /// <summary>How <paramref name="value"/> stands against <paramref name="threshold"/>.</summary>
    public static Condition Judge(double? value, Threshold? threshold) => (value, threshold) switch
    {
        (null, _) or (_, null) or (_, { Min: null, Max: null }) => Condition.Unknown,
        ({ } v, { Min: { } min }) when v < min => Condition.Low,
        ({ } v, { Max: { } max }) when v > max => Condition.High,
        _ => Condition.Good,
    };
}
