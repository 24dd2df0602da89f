using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PlantCare.ServiceDefaults.Settings;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>What holds for HTTP in every service: limits for connections and headers, whose word is taken for who calls, and headers.</summary>
internal static class HttpRegistration
{
    /// <summary>The framework's own switch: every proxy is trusted, because nobody else reaches the service.</summary>
    private const string TrustAll = "ForwardedHeaders_Enabled";

    private const int MaxRequestLineBytes = 8 * 1024;
    private const int MaxHeaderBytes = 16 * 1024;
    private const int MaxHeaders = 64;

    public static void AddPlantCareHttp(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.ReadSettings<HttpSettings>(HttpSettings.Section);
        var proxies = TrustsAll(builder.Configuration) ? TrustedProxies.Everybody : TrustedProxies.Parse(settings.TrustedProxies);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(proxies);
        services.AddSingleton<ConnectionGate>();
        services.AddOptions<KestrelServerOptions>().Configure<ConnectionGate>((kestrel, gate) => Limit(kestrel, settings, gate));
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var network in proxies.Networks)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
        services.Configure<HstsOptions>(hsts => hsts.MaxAge = settings.HstsMaxAge);
    }

    public static void UsePlantCareHttp(this WebApplication app)
    {
        // Where the framework does it by itself, a second time would believe one proxy more than there is.
        if (!TrustsAll(app.Configuration))
        {
            app.UseForwardedHeaders();
        }

        if (app.Services.GetRequiredService<HttpSettings>().HstsMaxAge > TimeSpan.Zero)
        {
            app.UseHsts();
        }

        app.UseMiddleware<BaselineHeaders>();
    }

    // As the framework reads it.
    private static bool TrustsAll(IConfiguration configuration) => string.Equals(configuration[TrustAll], "true", StringComparison.OrdinalIgnoreCase);

    private static void Limit(KestrelServerOptions kestrel, HttpSettings settings, ConnectionGate gate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = settings.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = settings.HeaderTimeout;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;

        // Five seconds to get going, then at least as fast as a modem of 1994: who is slower holds a place that others need.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => gate.ServeAsync(connection, next)));
    }
}
