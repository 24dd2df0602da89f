using Microsoft.AspNetCore.DataProtection.KeyManagement;
using PlantCare.ServiceDefaults.Keys;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Keys;

/// <summary>Adds the keys that replicas of Api share. The home edition, which is one process, keeps them in its folder instead.</summary>
public static class KeyRegistration
{
    /// <summary>Keeps the keys in the database of <c>AddPlantCareStorage</c>, which shows them to the system's role alone.</summary>
    /// <exception cref="StartUpException">The certificate that is to encrypt them cannot be used.</exception>
    public static WebApplicationBuilder AddPlantCareKeys(this WebApplicationBuilder builder)
    {
        builder.AddProtectedKeys();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<SystemWork>((keys, system) => keys.XmlRepository = new DatabaseKeys(system));
        return builder;
    }
}
