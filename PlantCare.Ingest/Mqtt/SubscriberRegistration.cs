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
        builder.Services.AddSingleton(BrokerConnectionString.Parse(builder.Configuration.GetConnectionString("mqtt")));
        builder.Services.AddSingleton(builder.Configuration.ReadSettings<SubscriberSettings>(SubscriberSettings.Section));
        builder.Services.AddSingleton<MqttSubscriber>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MqttSubscriber>());
        return builder;
    }

    /// <summary>Says why the process ended, when it was the subscriber that ended it.</summary>
    /// <exception cref="StartUpException">The broker refuses the account.</exception>
    public static void ThrowIfSubscriberGaveUp(this WebApplication app)
    {
        if (app.Services.GetRequiredService<MqttSubscriber>().Fault is { } fault)
        {
            throw fault;
        }
    }
}
