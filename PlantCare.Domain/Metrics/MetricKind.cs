namespace PlantCare.Domain.Metrics;

/// <summary>What the values of a metric are.</summary>
public enum MetricKind
{
    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A short text, such as <c>ON</c>.</summary>
    Text,
}
