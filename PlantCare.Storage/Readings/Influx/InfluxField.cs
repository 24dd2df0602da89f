using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Under which field a metric's value is kept, and which metric a field holds.
/// <para>
/// InfluxDB gives a field one type for everybody: the first value written decides, and points of another type are refused. One owner's
/// <c>{"mode":"eco"}</c> must not cost another owner their <c>{"mode":3}</c>, nor may a metric's type depend on who came first. So the
/// field follows from the value alone: a metric of KnownMetrics has its own kind, any other is a number, and such values stand in the
/// field of the metric's plain name; a value of another kind stands beside it, as in <c>mode.text</c> or <c>mode.boolean</c>. The dot
/// is in no metric's name.
/// </para>
/// </summary>
internal static class InfluxField
{
    private const char Separator = '.';

    private static readonly MetricKind[] Kinds = Enum.GetValues<MetricKind>();

    /// <summary>What follows the metric's name in its field; empty for most.</summary>
    public static string SuffixOf(string metric, MetricKind kind) => kind == PlainKindOf(metric) ? "" : kind switch
    {
        MetricKind.Boolean => ".boolean",
        MetricKind.Text => ".text",
        _ => ".number",
    };

    /// <summary>The field that holds a metric's values of a kind, quoted for InfluxQL. The name must be a metric's.</summary>
    public static string Quoted(string metric, MetricKind kind) => Quoted(metric + SuffixOf(metric, kind));

    /// <summary>All fields that may hold values of a metric, quoted for InfluxQL. The name must be a metric's.</summary>
    public static IEnumerable<string> AllQuoted(string metric) => Kinds.Select(kind => Quoted(metric, kind));

    /// <summary>A field's name in double quotes.</summary>
    /// <exception cref="ArgumentException">No field of ours has such a name.</exception>
    public static string Quoted(string field) =>
        MetricOf(field) is null ? throw new ArgumentException("No field of ours has such a name.", nameof(field)) : $"\"{field}\"";

    /// <summary>The metric that a field holds; null for what somebody else wrote beside ours, and for tags.</summary>
    public static string? MetricOf(string field)
    {
        var dot = field.IndexOf(Separator, StringComparison.Ordinal);
        if (dot < 0)
        {
            return MetricName.IsValid(field) ? field : null;
        }

        return field.AsSpan(dot) is ".text" or ".boolean" or ".number" && MetricName.IsValid(field.AsSpan(0, dot)) ? field[..dot] : null;
    }

    private static MetricKind PlainKindOf(string metric) => KnownMetrics.Find(metric)?.Kind ?? MetricKind.Number;
}
