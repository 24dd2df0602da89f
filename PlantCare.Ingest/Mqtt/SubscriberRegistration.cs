using Microsoft.Extensions.DependencyInjection.Extensions;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Live;
using PlantCare.Ingest.Live;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Ingest.Mqtt;

/// <summary>Adds listening at a broker of its own, as in the distributed edition.</summary>
public static class SubscriberRegistration
{
    /// <summary>Adds the subscriber; add ingest before it, so that it stops first.</summary>
    /// <exception cref="StartUpException">The broker's connection string or a setting is malformed.</exception>
    public static TBuilder AddPlantCareSubscriber<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton(builder.Configuration.ReadConnectionString(BrokerConnectionString.Name, BrokerConnectionString.Parse));
        builder.Services.AddSingleton(builder.Configuration.ReadSettings<SubscriberSettings>(SubscriberSettings.Section));
        builder.Services.AddSingleton<MqttSubscriber>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MqttSubscriber>());

        // Whoever watches does so at an Api, which is another process.
        builder.Services.AddSingleton<Watchers>();
        builder.Services.AddSingleton<RelayQueue>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILiveFeed, RelayedLiveFeed>());
        builder.Services.AddHostedService<LiveRelay>();
        return builder;
    }

    /// <summary>Runs the service until it is told to stop, or the broker turns it away.</summary>
    /// <exception cref="StartUpException">The broker refuses the account, or cannot be trusted.</exception>
    public static async Task RunWithSubscriberAsync(this WebApplication app)
    {
        // Running ends with disposing the services, so this one is looked up before.
        var subscriber = app.Services.GetRequiredService<MqttSubscriber>();
        await app.RunAsync();
        if (subscriber.Fault is { } fault)
        {
            throw fault;
        }
    }
}
