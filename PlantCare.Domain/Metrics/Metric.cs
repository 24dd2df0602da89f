namespace PlantCare.Domain.Metrics;

/// <summary>A metric that PlantCare knows: what it measures, in which unit, and what is physically possible.</summary>
/// <param name="Name">The name on the wire and in every store.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Unit">The unit as shown, empty where there is none.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Min">The least value a sensor can mean, in <paramref name="Unit"/>.</param>
/// <param name="Max">The greatest value a sensor can mean, in <paramref name="Unit"/>.</param>
/// <param name="Decimals">How many decimals are worth showing.</param>
public sealed record Metric(
    string Name,
    string Label,
    string Unit,
    MetricKind Kind = MetricKind.Number,
    double Min = double.MinValue,
    double Max = double.MaxValue,
    int Decimals = 0)
{
    /// <summary>Whether <paramref name="value"/> is possible at all.</summary>
    public bool IsPossible(double value) => value >= Min && value <= Max;
}
