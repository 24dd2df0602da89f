using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Http;

/// <summary>Web sites of others whose scripts may call Api (CORS): those of <see cref="ApiSettings.CorsOrigins"/>, and without it none.</summary>
internal static class OtherSites
{
    private static readonly TimeSpan AnswerIsKept = TimeSpan.FromMinutes(10);

    /// <exception cref="StartUpException">One is no site's origin.</exception>
    public static IServiceCollection AddOtherSites(this IServiceCollection services, ApiSettings settings)
    {
        var origins = Parse(settings.CorsOrigins);
        return origins.Length == 0
            ? services
            : services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
                .WithOrigins(origins)
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete)
                .WithHeaders("Authorization", "Content-Type")
                .WithExposedHeaders("Retry-After", "Location")
                .SetPreflightMaxAge(AnswerIsKept)));
    }

    /// <summary>Answers browsers that ask for such a site.</summary>
    public static void UseOtherSites(this WebApplication app)
    {
        if (Parse(app.Services.GetRequiredService<ApiSettings>().CorsOrigins).Length > 0)
        {
            app.UseCors();
        }
    }

    private static string[] Parse(string? text) =>
        [.. (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];

    private static string ParseOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && text.TrimEnd('/') == url.GetLeftPart(UriPartial.Authority)
            ? url.GetLeftPart(UriPartial.Authority)
            : throw StartUpException.Configuration(
                $"Api__CorsOrigins has '{text}' but must be sites such as https://garden.example or http://localhost:3000, without a path and each by name.");
}
