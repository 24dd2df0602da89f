namespace PlantCare.Domain.Metrics;

/// <summary>A metric's name with one value of it.</summary>
/// <param name="Metric">The name, such as <c>soil_moisture</c>; see <see cref="MetricName"/>.</param>
/// <param name="Value">The value, in the metric's unit.</param>
public readonly record struct Measurement(string Metric, MetricValue Value);
