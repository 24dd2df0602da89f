using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;

namespace PlantCare.Api.Documentation;

/// <summary>The shapes that converters give to the JSON, which the generator cannot see.</summary>
internal static class ContractSchemas
{
    private const JsonSchemaType AnyValue = JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.String;

    public static async Task ShapeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(MetricValue))
        {
            Become(schema, AnyValue, "A value of a metric: a number in its unit, a boolean or a text.");
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = MayBeNull(context.JsonTypeInfo.Type) ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Format = "date-time";
        }
        else if (type == typeof(TimeSpan))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "duration";
        }
        else if (type == typeof(DeviceConfig))
        {
            schema.AdditionalProperties = new OpenApiSchema();
        }
        else if (type == typeof(LatestRow))
        {
            Become(schema, JsonSchemaType.Object, "A plant's newest values: the metrics stand beside these members, and 'times' says when each was measured.");
            schema.Properties = RowMembers("time", "plant_id", "user_id", "device_id", "plant_name", "location");
            schema.Properties["times"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Time() };
            schema.AdditionalProperties = new OpenApiSchema { Type = AnyValue };
        }
        else if (type == typeof(AggregatedRow))
        {
            Become(schema, JsonSchemaType.Object, "A plant's window: avg_x, min_x and max_x of each metric x stand beside these members.");
            schema.Properties = RowMembers("time", "plant_id", "user_id");
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Number };
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Patch<>))
        {
            var member = type.GetGenericArguments()[0];
            var inner = await context.GetOrCreateSchemaAsync(member, cancellationToken: cancellationToken);
            Become(schema, MayBeNull(member) ? inner.Type | JsonSchemaType.Null : inner.Type, inner.Description);
            (schema.Properties, schema.AdditionalProperties, schema.Format) = (inner.Properties, inner.AdditionalProperties, inner.Format);
        }
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && schema.Items is null)
        {
            // The generator says nothing of elements that have a converter.
            schema.Items = await context.GetOrCreateSchemaAsync(element, cancellationToken: cancellationToken);
        }
    }

    private static bool MayBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static void Become(OpenApiSchema schema, JsonSchemaType? type, string? description)
    {
        schema.Type = type;
        schema.Description = description ?? schema.Description;
        schema.Properties = null;
        schema.Required = null;
    }

    private static Dictionary<string, IOpenApiSchema> RowMembers(params string[] names) => names.ToDictionary(
        name => name,
        IOpenApiSchema (name) => name switch
        {
            "time" => Time(),
            _ when name is "plant_id" or "user_id" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            "location" => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        });

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };
}
