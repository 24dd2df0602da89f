using PlantCare.Domain.Live;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Alerts;
using PlantCare.Ingest.Alerts.Silence;
using PlantCare.Ingest.Commands;
using PlantCare.Ingest.Devices;
using PlantCare.Ingest.Gateways;
using PlantCare.Ingest.Pipeline;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Settings;

namespace PlantCare.Ingest;

/// <summary>Adds the pipeline that every reading goes through. It needs the storage of <c>AddPlantCareStorage</c>.</summary>
public static class IngestRegistration
{
    /// <summary>Adds ingest to a host.</summary>
    public static TBuilder AddPlantCareIngest<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddSingleton(builder.Configuration.ReadSettings<IngestSettings>(IngestSettings.Section));
        services.AddSingleton<IngestMetrics>();
        services.AddSingleton<IngestHealth>();
        services.AddReadinessCheck<IngestHealth>("ingest");
        services.AddSingleton<BatchCommitter>();
        services.AddSingleton<Newcomers>();

        // Before the pipeline, so that it stops after it: what the last messages said of unknown sensors is still written.
        services.AddSingleton<UnknownSensorWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<UnknownSensorWriter>());
        services.AddSingleton<GatewayMessages>();

        services.AddSingleton<IngestPipeline>();
        services.AddSingleton<IReadingIntake>(provider => provider.GetRequiredService<IngestPipeline>());
        services.AddHostedService(provider => provider.GetRequiredService<IngestPipeline>());

        services.AddSingleton<SensorPresence>();
        services.AddHostedService(provider => provider.GetRequiredService<SensorPresence>());
        services.AddSingleton<DevicePresence>();
        services.AddSingleton<IReadingObserver>(provider => provider.GetRequiredService<DevicePresence>());
        services.AddHostedService(provider => provider.GetRequiredService<DevicePresence>());
        services.AddSingleton<CommandResults>();
        services.AddSingleton<Provisioning>();
        services.AddSingleton<IDeviceMessages, DeviceMessages>();

        services.AddSingleton<ILiveFeed, LiveFeed>();
        services.AddSingleton<IReadingObserver, LiveFeedPublisher>();
        services.AddSingleton<AlertEngine>();
        services.AddSingleton<IReadingObserver>(provider => provider.GetRequiredService<AlertEngine>());
        services.AddHostedService(provider => provider.GetRequiredService<AlertEngine>());
        services.AddHostedService<SilenceWatch>();
        services.AddHostedService<RetentionWorker>();
        services.AddHostedService<RollUpWorker>();
        services.AddHostedService<CommandExpiry>();
        return builder;
    }
}
