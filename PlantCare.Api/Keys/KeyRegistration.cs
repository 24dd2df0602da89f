using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Keys;

/// <summary>Adds the keys that replicas of Api share. The home edition, which is one process, keeps them in its folder instead.</summary>
public static class KeyRegistration
{
    /// <summary>Keeps the keys in the database of <c>AddPlantCareStorage</c>.</summary>
    public static WebApplicationBuilder AddPlantCareKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("PlantCare");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<SystemWork>((keys, system) => keys.XmlRepository = new DatabaseKeys(system));

        // The database shows the keys to the system's role alone. The warning that they are not encrypted with a certificate comes with every
        // start, and says what docs/decisions/0011 has decided.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        return builder;
    }
}
