using Microsoft.Extensions.DependencyInjection.Extensions;
using PlantCare.Api.Administration.Status;
using PlantCare.Api.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Care;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Broker;

/// <summary>Adds keeping devices' accounts on a broker of its own, as in the distributed edition, and sending commands over it.</summary>
public static class DeviceAccountRegistration
{
    /// <summary>Keeps accounts where <c>ConnectionStrings__mqtt</c> names a broker; without it, or where that is switched off, devices get none.</summary>
    /// <exception cref="StartUpException">The connection string or a setting is malformed.</exception>
    public static WebApplicationBuilder AddDeviceAccounts(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.ReadSettings<DeviceAccountSettings>(DeviceAccountSettings.Section);
        if (!settings.Enabled || string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(BrokerConnectionString.Name)))
        {
            return builder;
        }

        var broker = builder.Configuration.ReadConnectionString(BrokerConnectionString.Name, BrokerConnectionString.Parse);
        if (broker.Username is null)
        {
            throw StartUpException.Configuration(
                $"{BrokerConnectionString.Key} names no user; devices' accounts need one that administers the broker: mqtt://user:password@host:1883.");
        }

        var services = builder.Services;
        services.TryAddSingleton(broker);
        services.AddHostedService<BrokerStartUp>();
        services.AddSingleton(settings);
        services.AddSingleton<SecretVault>();
        services.AddSingleton<DeviceCredentials>();
        services.AddSingleton<AccountObstacles>();
        services.AddSingleton<AccountSettler>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<SecretRotations>();
        services.AddSingleton<DeviceAccounts>();
        services.AddSingleton<IDeviceAccounts>(provider => provider.GetRequiredService<DeviceAccounts>());
        services.AddHostedService(provider => provider.GetRequiredService<DeviceAccounts>());
        services.AddSingleton<ICommandChannel, BrokerCommands>();
        services.AddSingleton<IBrokerConnections, MosquittoConnections>();
        services.AddReadinessCheck<BrokerCheck>("mqtt");
        return builder;
    }
}
