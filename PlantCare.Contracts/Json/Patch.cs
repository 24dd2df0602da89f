using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlantCare.Contracts.Json;

/// <summary>A member of a PATCH that may be absent (leave it), null (clear it) or a value (set it).</summary>
/// <typeparam name="T">The member's type.</typeparam>
[JsonConverter(typeof(PatchConverterFactory))]
public readonly record struct Patch<T>
{
    /// <summary>The member is there, and this is its value.</summary>
    public Patch(T value)
    {
        IsSet = true;
        Value = value;
    }

    /// <summary>Whether the member is there at all.</summary>
    public bool IsSet { get; }

    /// <summary>Its value; the default when it is absent.</summary>
    public T Value { get; }

    /// <summary>A member that is there.</summary>
    public static implicit operator Patch<T>(T value) => new(value);

    /// <summary>The member's value where it is set, else <paramref name="current"/>.</summary>
    public T Or(T current) => IsSet ? Value : current;
}

/// <summary>Makes converters for <see cref="Patch{T}"/>. Members of that type need <c>JsonIgnore(WhenWritingDefault)</c>.</summary>
public sealed class PatchConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Patch<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()[0]))!;

    private sealed class Converter<T> : JsonConverter<Patch<T>>
    {
        public override bool HandleNull => true;

        public override Patch<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return new(JsonSerializer.Deserialize<T>(ref reader, options)!);
            }
            catch (JsonException exception)
            {
                // The exception's path begins at this member. Where the member is, the serializer adds to one that has no path.
                throw new JsonException(message: null, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, Patch<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
