using Microsoft.Extensions.DependencyInjection.Extensions;
using PlantCare.Api.Broker;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Live;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Live;

/// <summary>Adds hearing of readings over the broker, as in the distributed edition.</summary>
public static class LiveRelayRegistration
{
    /// <summary>Listens where <c>ConnectionStrings__mqtt</c> names a broker; without it, <c>GET /live</c> says that it is missing.</summary>
    /// <exception cref="StartUpException">The connection string or a setting is malformed.</exception>
    public static WebApplicationBuilder AddLiveRelay(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.ReadSettings<LiveSettings>(LiveSettings.Section);
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(BrokerConnectionString.Name)))
        {
            return builder;
        }

        var services = builder.Services;
        services.TryAddSingleton(builder.Configuration.ReadConnectionString(BrokerConnectionString.Name, BrokerConnectionString.Parse));
        services.AddSingleton(settings);
        services.AddHostedService<BrokerStartUp>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ILiveFeed>(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton<LiveRelay>();
        services.AddSingleton<ILiveSource>(provider => provider.GetRequiredService<LiveRelay>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveRelay>());
        services.AddReadinessCheck<LiveCheck>("live");
        return builder;
    }
}
