using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.ServiceDefaults.Settings;

/// <summary>Reads a section of the configuration into a settings class, and refuses what it does not understand.</summary>
public static class SettingsReader
{
    /// <summary>The settings of a section; what it does not say keeps its default.</summary>
    /// <typeparam name="T">A class with settable properties of simple types, its defaults in place, checked by data annotations.</typeparam>
    /// <exception cref="StartUpException">Every unknown, malformed and impossible setting at once, in one line.</exception>
    public static T ReadSettings<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = new T();
        var faults = new List<string>();
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            var property = Array.Find(properties, property => property.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add($"{Key(section, entry.Key)} is not a setting; {section} has {string.Join(", ", properties.Select(p => p.Name))}");
            }
            else if (!TryConvert(entry.Value, property.PropertyType, out var value))
            {
                faults.Add($"{Key(section, property.Name)} is '{entry.Value}' but must be {Expectation(property.PropertyType)}");
            }
            else
            {
                property.SetValue(settings, value);
            }
        }

        var invalid = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), invalid, validateAllProperties: true))
        {
            faults.AddRange(invalid.Select(result => $"{Key(section, result.MemberNames.FirstOrDefault() ?? "")}: {result.ErrorMessage}"));
        }

        return faults.Count == 0 ? settings : throw StartUpException.Configuration(string.Join("; ", faults) + ".");
    }

    // As people write it in the environment, where most settings come from.
    private static string Key(string section, string name) => $"{section.Replace(":", "__", StringComparison.Ordinal)}__{name}";

    private static bool TryConvert(string? text, Type type, out object? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return type == typeof(string) || Nullable.GetUnderlyingType(type) is not null;
        }

        if (type == typeof(string))
        {
            value = text;
            return true;
        }

        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromString(context: null, CultureInfo.InvariantCulture, text);
            return value is not null && (value is not Enum || Enum.IsDefined(value.GetType(), value));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Expectation(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)).ToLowerInvariant(),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(TimeSpan) => "a duration such as 00:00:30 or 7.00:00:00",
            _ => $"a {type.Name}",
        };
    }
}
