using System.Net;
using PlantCare.Api.Administration.Status;
using PlantCare.Api.Devices;
using PlantCare.Domain.Care;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Standalone.Tls;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Standalone.Broker;

/// <summary>Adds the broker, which hands what devices say to ingest: add it after ingest, so that it stops before.</summary>
internal static class BrokerRegistration
{
    public static WebApplicationBuilder AddPlantCareBroker(this WebApplicationBuilder builder, ServerCertificate? certificate = null)
    {
        var settings = builder.Configuration.ReadSettings<MqttSettings>(MqttSettings.Section);
        if (settings.Bind != "*" && !IPAddress.TryParse(settings.Bind, out _))
        {
            throw StartUpException.Configuration($"Mqtt__Bind is '{settings.Bind}' but must be an IP address of this machine, or * for all of them.");
        }

        var webSocket = BrokerEndpoint.ReadWebSocket(settings.PublicWebSocket);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<BrokerListener>(provider, new BrokerTls(certificate)));
        services.AddSingleton<BrokerAccess>();
        services.AddSingleton<EmbeddedCommands>();
        services.AddSingleton<ICommandChannel>(provider => provider.GetRequiredService<EmbeddedCommands>());
        services.AddHostedService(provider => provider.GetRequiredService<FactoryDirectory>());
        services.AddSingleton<EmbeddedBroker>();
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>());
        services.AddSingleton<IBrokerConnections, EmbeddedConnections>();
        services.AddSingleton(provider => new BrokerEndpoint(
            string.IsNullOrWhiteSpace(settings.PublicHost) ? null : settings.PublicHost,
            settings.PublicPort ?? PortOf(provider.GetRequiredService<EmbeddedBroker>()),
            Tls: certificate is not null,
            webSocket));
        return builder;
    }

    private static int PortOf(EmbeddedBroker broker) => broker.TlsPort ?? broker.Port;
}
