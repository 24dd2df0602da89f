using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PlantCare.Domain.Metrics;

/// <summary>One value of a metric: a finite number, a boolean or a text.</summary>
public readonly record struct MetricValue
{
    private readonly double _number;
    private readonly string? _text;

    private MetricValue(MetricKind kind, double number, string? text)
    {
        Kind = kind;
        _number = number;
        _text = text;
    }

    /// <summary>Which of the three this value is.</summary>
    public MetricKind Kind { get; }

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The value is no number.</exception>
    public double Number => Kind == MetricKind.Number ? _number : throw Mismatch(MetricKind.Number);

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is no boolean.</exception>
    public bool Boolean => Kind == MetricKind.Boolean ? _number != 0 : throw Mismatch(MetricKind.Boolean);

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value is no text.</exception>
    public string Text => Kind == MetricKind.Text ? _text ?? "" : throw Mismatch(MetricKind.Text);

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is NaN or infinite.</exception>
    public static MetricValue Of(double value) =>
        double.IsFinite(value)
            ? new(MetricKind.Number, value, text: null)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A metric's number must be finite.");

    /// <summary>A boolean.</summary>
    public static MetricValue Of(bool value) => new(MetricKind.Boolean, value ? 1 : 0, text: null);

    /// <summary>A text.</summary>
    public static MetricValue Of(string value) => new(MetricKind.Text, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>The number, when there is one.</summary>
    public bool TryGetNumber([NotNullWhen(true)] out double number)
    {
        number = _number;
        return Kind == MetricKind.Number;
    }

    /// <summary>The value as it would stand in JSON, without quotes.</summary>
    public override string ToString() => Kind switch
    {
        MetricKind.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        MetricKind.Boolean => _number != 0 ? "true" : "false",
        _ => _text ?? "",
    };

    private InvalidOperationException Mismatch(MetricKind wanted) => new($"The value is of kind {Kind}, not {wanted}.");
}
