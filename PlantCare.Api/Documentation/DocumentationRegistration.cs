using Scalar.AspNetCore;

namespace PlantCare.Api.Documentation;

/// <summary>The OpenAPI document, generated from the code, and its page.</summary>
internal static class DocumentationRegistration
{
    public static IServiceCollection AddApiDocumentation(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(ContractDocument.DescribeAsync);
        options.AddOperationTransformer(ContractDocument.CompleteAsync);
        options.AddSchemaTransformer(ContractSchemas.ShapeAsync);
    });

    /// <summary>Maps both. The page comes from here alone, without what its makers would sell or send elsewhere.</summary>
    public static void MapApiDocumentation(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapScalarApiReference("/docs", page => page
            .WithTitle("PlantCare API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .WithNonce()
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton()).AllowAnonymous();
    }
}
