using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PlantCare.Storage.Relational.Conversions;

/// <summary>Keeps an enum as the snake_case word that people see, so that a query by hand can be read.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class SnakeCaseEnumConverter<T>() : ValueConverter<T, string>(value => Words[value], word => ByWord[word])
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words =
        Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly Dictionary<string, T> ByWord = Words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
}
