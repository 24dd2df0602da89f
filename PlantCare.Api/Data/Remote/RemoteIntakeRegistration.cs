using PlantCare.Domain.Readings;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Http;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Data.Remote;

/// <summary>Adds taking readings in through an Ingest that is a process of its own, as in the distributed edition.</summary>
public static class RemoteIntakeRegistration
{
    /// <summary>Ingest's name, as a service.</summary>
    internal const string Service = "ingest";

    /// <summary>What says where it is.</summary>
    internal const string Key = $"services__{Service}__http__0";

    /// <summary>Hands readings on where <c>services__ingest__http__0</c> says where to; without it, Api says that it is missing.</summary>
    /// <exception cref="StartUpException">A setting is malformed.</exception>
    public static WebApplicationBuilder AddRemoteIntake(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection("services").GetSection(Service).GetChildren().Any())
        {
            var services = builder.Services;
            services.AddHttpContextAccessor();
            services.AddServiceClient(Service, builder.Configuration.ReadSettings<ApiSettings>(ApiSettings.Section).IntakeTimeout);
            services.AddSingleton<IReadingIntake, RemoteIntake>();
            services.AddReadinessCheck<RemoteIntakeCheck>(Service);
        }

        return builder;
    }
}
