using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PlantCare.Storage.Relational.Conversions;

/// <summary>Keeps a member as JSON in one column: <c>jsonb</c> in PostgreSQL, text in SQLite.</summary>
internal static partial class JsonColumn
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General);

    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property, string columnType)
    {
        property.HasConversion(
            new ValueConverter<T, string>(value => Write(value), json => Read<T>(json)),
            new ValueComparer<T>(
                (left, right) => Write(left) == Write(right),
                value => Write(value).GetHashCode(StringComparison.Ordinal),
                value => Read<T>(Write(value))));
        property.HasColumnType(columnType);
        return property;
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    // JSON may hold the character NUL, and PostgreSQL's text may not: what somebody's note came with must not make the note impossible.
    private static string Write<T>(T value)
    {
        var json = JsonSerializer.Serialize(value, Options);
        return json.Contains(@"\u0000", StringComparison.Ordinal) ? Nul().Replace(json, @"${escapes}\uFFFD") : json;
    }

    // An escaped NUL, and not an escaped backslash before 'u0000'.
    [GeneratedRegex(@"(?<!\\)(?<escapes>(?:\\\\)*)\\u0000", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nul();
}
