using System.Text;

namespace PlantCare.Domain.Metrics;

/// <summary>Compares names, and looks them up by their UTF-8 as it stands in a payload, without making a string first.</summary>
public sealed class Utf8NameComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    private Utf8NameComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static Utf8NameComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, string other) => Ascii.Equals(alternate, other);

    /// <inheritdoc/>
    public int GetHashCode(string obj)
    {
        // Metric names are ASCII of bounded length; anything longer cannot be equal to one and may share a hash.
        Span<byte> utf8 = stackalloc byte[MetricName.MaxLength];
        return Encoding.UTF8.TryGetBytes(obj, utf8, out var length) ? GetHashCode(utf8[..length]) : 0;
    }

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        // FNV-1a over at most 64 bytes: names are short, and the tables that use this are small and bounded.
        var hash = 2166136261u;
        foreach (var b in alternate.Length <= MetricName.MaxLength ? alternate : [])
        {
            hash = (hash ^ b) * 16777619u;
        }

        return alternate.Length <= MetricName.MaxLength ? (int)hash : 0;
    }

    /// <inheritdoc/>
    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
}
