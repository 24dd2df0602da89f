using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PlantCare.ServiceDefaults;
using PlantCare.Tests.Infrastructure;
using PlantCare.Web;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>The dashboard as it ships, on a port of its own, composed from outside as Standalone does.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardHost(WebApplication app, LogRecorder log)
    {
        _app = app;
        Log = log;
    }

    public LogRecorder Log { get; }

    public IServiceProvider Services => _app.Services;

    public string Address => _app.Urls.First();

    public static async Task<DashboardHost> StartAsync(string apiAddress, string dataPath, string url = "http://127.0.0.1:0", string environment = "Production")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "PlantCare.Web",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });
        var log = new LogRecorder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Web:Urls"] = url,
            ["Web:DataPath"] = dataPath,
            ["services:api:http:0"] = apiAddress,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.UseWebUrls();
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddPlantCareWeb();
        var app = builder.Build();
        app.MapPlantCareDefaults();
        app.MapPlantCareWeb();
        await app.StartAsync();
        return new DashboardHost(app, log);
    }

    /// <summary>A client with a cookie jar that follows redirects, as a browser without scripts would.</summary>
    public HttpClient CreateBrowser(bool follow = true)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = follow })
        {
            BaseAddress = new Uri(Address),
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}
