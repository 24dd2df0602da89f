using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Api.Accounts.Exporting;
using PlantCare.Api.Accounts.Profile;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Administration;
using PlantCare.Api.Alerts;
using PlantCare.Api.Audit;
using PlantCare.Api.Commands;
using PlantCare.Api.Data;
using PlantCare.Api.Data.Remote;
using PlantCare.Api.Devices;
using PlantCare.Api.Devices.Factory;
using PlantCare.Api.Documentation;
using PlantCare.Api.Health;
using PlantCare.Api.Http;
using PlantCare.Api.Journal;
using PlantCare.Api.Live;
using PlantCare.Api.Mail;
using PlantCare.Api.Places;
using PlantCare.Api.Plants;
using PlantCare.Api.Problems;
using PlantCare.Api.RateLimits;
using PlantCare.Api.Sharing;
using PlantCare.Api.Species;
using PlantCare.Api.Telegram;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Readings;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Settings;

namespace PlantCare.Api;

/// <summary>The HTTP Api. It needs the storage of <c>AddPlantCareStorage</c>, and an intake and a live feed from whoever runs ingest.</summary>
public static class ApiRegistration
{
    /// <summary>Listens where <c>Api__Urls</c> says, when Api is a process of its own and nobody has said otherwise.</summary>
    public static WebApplicationBuilder UseApiUrls(this WebApplicationBuilder builder)
    {
        string[] others = ["urls", "http_ports", "https_ports"];
        if (builder.Configuration[$"{ApiSettings.Section}:Urls"] is not null || Array.TrueForAll(others, key => builder.Configuration[key] is null))
        {
            builder.WebHost.UseUrls(builder.Configuration.ReadSettings<ApiSettings>(ApiSettings.Section).Urls);
        }

        return builder;
    }

    /// <summary>Adds Api to a host.</summary>
    public static WebApplicationBuilder AddPlantCareApi(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.ReadSettings<ApiSettings>(ApiSettings.Section);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBytes);
        services.ConfigureHttpJsonOptions(json => PlantCareJson.Apply(json.SerializerOptions));
        services.PostConfigure<JsonOptions>(json => IdentityNames.Keep(json.SerializerOptions));
        services.AddPlantCareProblems();
        services.AddRateLimits(builder.Configuration);
        services.AddOtherSites(settings);
        services.AddMail(builder.Configuration);
        services.AddAccounts(builder.Configuration);
        services.AddTelegram(builder.Configuration);
        services.AddAudit(builder.Configuration);
        services.AddAdministration(builder.Configuration);
        services.AddSingleton<SpeciesCatalogue>();
        services.AddSharing();
        services.AddReadings();
        services.AddLive();
        services.AddCommands(builder.Configuration);
        services.TryAddSingleton<IDeviceAccounts, NoDeviceAccounts>();
        services.TryAddSingleton<IReadingIntake, NoIntake>();
        services.AddHostedService<SecretSuccession>();
        services.AddSingleton<ClaimLimiter>();
        services.AddApiDocumentation();
        services.AddReadinessCheck<DatabaseCheck>("database");
        services.AddReadinessCheck<ReadingStoreCheck>("readings");
        return builder;
    }

    /// <summary>Maps every feature.</summary>
    public static WebApplication MapPlantCareApi(this WebApplication app)
    {
        app.UseMiddleware<ApiHeaders>();
        app.UsePlantCareProblems();
        app.UseOtherSites();
        app.UseAddressLimits();
        app.UseAuthentication();
        app.UseMiddleware<EarlyStart>();
        app.UseMiddleware<SessionGuard>();
        app.UseMiddleware<TenantOfRequest>();
        app.UseAuthorization();
        app.UseCallerLimits();
        app.UseMiddleware<CallerGuard>();

        app.MapApiDocumentation();
        app.MapAccounts();
        app.MapProfile();
        app.MapExport();
        app.MapErasure();
        app.MapAudit();
        app.MapAdministration();
        app.MapSpecies();
        app.MapPlaces();
        app.MapPlants();
        app.MapJournal();
        app.MapAlerts();
        app.MapSharing();
        app.MapDevices();
        app.MapCommands();
        app.MapFactoryDevices();
        app.MapReadings();
        app.MapLive();
        return app;
    }
}
