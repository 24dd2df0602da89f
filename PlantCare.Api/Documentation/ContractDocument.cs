using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PlantCare.Api.Data;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Api.Documentation;

/// <summary>What the generator cannot see: who may call, and the shapes that converters give to the JSON.</summary>
internal static class ContractDocument
{
    private const string Bearer = "bearer";
    private const string Basic = "device";

    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "PlantCare",
            Version = "v1",
            Description = "Plants, devices and what they measured. Times are RFC 3339 in UTC; errors are problem+json whose detail says what to do. "
                + "Sign in at POST /auth/login and send the access token; a device sends its device_id and secret as HTTP Basic.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An access token of POST /auth/login." },
            [Basic] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "A device's device_id and secret." },
        };
        return Task.CompletedTask;
    }

    public static Task SecureAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            return Task.CompletedTask;
        }

        var isDevice = metadata.OfType<AuthorizationPolicy>().Any(policy => policy.AuthenticationSchemes.Contains(DeviceAuthentication.SchemeName));
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(isDevice ? Basic : Bearer, context.Document)] = [] },
        ];
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No credentials, or none that are good." });
        return Task.CompletedTask;
    }

    public static async Task ShapeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(MetricValue))
        {
            Become(schema, JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.String, "A value of a metric: a number in its unit, a boolean or a text.");
        }
        else if (type == typeof(LatestRow))
        {
            Become(schema, JsonSchemaType.Object, "A plant's newest values: the metrics stand beside these members, and 'times' says when each was measured.");
            schema.Properties = RowMembers("time", "plant_id", "user_id", "device_id", "plant_name", "location");
            schema.Properties["times"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Time() };
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.String };
        }
        else if (type == typeof(AggregatedRow))
        {
            Become(schema, JsonSchemaType.Object, "A plant's window: avg_x, min_x and max_x of each metric x stand beside these members.");
            schema.Properties = RowMembers("time", "plant_id", "user_id");
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Number };
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Patch<>))
        {
            var inner = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], cancellationToken: cancellationToken);
            Become(schema, inner.Type, inner.Description);
            (schema.Properties, schema.AdditionalProperties, schema.Format) = (inner.Properties, inner.AdditionalProperties, inner.Format);
        }
    }

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
