using PlantCare.Api.Devices;
using PlantCare.ServiceDefaults.Settings;

namespace PlantCare.Standalone.Broker;

/// <summary>Adds the broker, which hands what devices say to ingest: add it after ingest, so that it stops before.</summary>
internal static class BrokerRegistration
{
    public static WebApplicationBuilder AddPlantCareBroker(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.ReadSettings<MqttSettings>(MqttSettings.Section);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<BrokerListener>();
        services.AddSingleton<BrokerAccess>();
        services.AddSingleton<EmbeddedBroker>();
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>());
        services.AddSingleton(provider => new BrokerEndpoint(
            string.IsNullOrWhiteSpace(settings.PublicHost) ? null : settings.PublicHost,
            settings.PublicPort ?? provider.GetRequiredService<EmbeddedBroker>().Port,
            Tls: false));
        return builder;
    }
}
