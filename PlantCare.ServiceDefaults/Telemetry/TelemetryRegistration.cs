using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PlantCare.ServiceDefaults.Telemetry;

/// <summary>OpenTelemetry, sent by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says to, and metrics for Prometheus always.</summary>
internal static class TelemetryRegistration
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Meters and activity sources of ours all begin so.</summary>
    private const string Ours = "PlantCare.*";

    /// <summary>What the database driver calls its meter and its activity source.</summary>
    private const string Npgsql = "Npgsql";

    /// <summary>How many combinations of tags an instrument may have. Room for all is kept for each instrument, used or not: by default, for 2,000.</summary>
    private const int MaxSeries = 100;

    public static void AddPlantCareLogging(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });

        foreach (var category in (string[])["Microsoft", "System", "Polly"])
        {
            if (builder.Configuration[$"Logging:LogLevel:{category}"] is null)
            {
                builder.Logging.AddFilter(category, LogLevel.Warning);
            }
        }
    }

    public static void AddPlantCareTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
            .WithMetrics(metrics => metrics
                .AddMeter(Ours, Npgsql)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddView(SizeOf)
                .AddPrometheusExporter());

        // Traces cost work on every reading: only where somebody collects them.
        if (string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]))
        {
            return;
        }

        telemetry.WithTracing(tracing => tracing.AddSource(Ours, Npgsql).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation());
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        telemetry.UseOtlpExporter();
    }

    // Requests have a series for each route, method and answer; everything else has a few.
    private static MetricStreamConfiguration? SizeOf(Instrument instrument) =>
        instrument.Name.StartsWith("http.", StringComparison.Ordinal) ? null : new MetricStreamConfiguration { CardinalityLimit = MaxSeries };
}
