using Microsoft.Extensions.Configuration;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>Where other services are: <c>services__api__http__0</c> and its like.</summary>
internal static class ServiceAddresses
{
    private const string Section = "services";

    /// <summary>Looks at all of them, so that a mistake is said at start and not with the first request.</summary>
    /// <exception cref="StartUpException">One cannot be read.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var (key, value) in configuration.GetSection(Section).AsEnumerable())
        {
            if (value is not null && !(Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Host.Length > 0))
            {
                throw StartUpException.Configuration(
                    $"{key.Replace(":", "__", StringComparison.Ordinal)} is '{value}', and must be an address like http://host:8080.");
            }
        }
    }
}
