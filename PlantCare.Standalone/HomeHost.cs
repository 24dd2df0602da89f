using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using PlantCare.Api;
using PlantCare.Ingest;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Keys;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Standalone.Broker;
using PlantCare.Standalone.Demo;
using PlantCare.Standalone.Keys;
using PlantCare.Standalone.Tls;
using PlantCare.Storage;
using PlantCare.Web;

namespace PlantCare.Standalone;

/// <summary>
/// Two web applications: Api with the broker, ingest and the databases behind it, and Web, which knows of Api only where it answers.
/// Each is composed from the same verbs as in a process of its own.
/// </summary>
internal sealed class HomeHost : IAsyncDisposable
{
    /// <summary>Together with Web's they are within the five seconds that a stop may take.</summary>
    private static readonly TimeSpan ApiStopTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan WebStopTimeout = TimeSpan.FromSeconds(1);

    private readonly HomeOptions _options;
    private readonly DataFolder _folder;
    private readonly ServerCertificate? _certificate;
    private readonly WebApplication _api;
    private readonly ListenUrls _apiUrls;
    private readonly ListenUrls _webUrls;
    private Task<WebApplication>? _building;
    private WebApplication? _web;
    private DemoGardenHost? _demo;

    private HomeHost(HomeOptions options, DataFolder folder, ServerCertificate? certificate, WebApplication api, ListenUrls apiUrls, ListenUrls webUrls) =>
        (_options, _folder, _certificate, _api, _apiUrls, _webUrls) = (options, folder, certificate, api, apiUrls, webUrls);

    /// <exception cref="StartUpException">A setting is wrong, or the data folder cannot be used.</exception>
    public static HomeHost Create(HomeOptions options)
    {
        var builder = CreateBuilder(options, ApiStopTimeout);
        var tls = builder.Configuration.ReadSettings<TlsSettings>(TlsSettings.Section);
        var willEncrypt = tls.Generate || !string.IsNullOrWhiteSpace(tls.Certificate);
        var apiUrls = ListenUrls.Read(builder.Configuration, "Api", "*:5004", willEncrypt);
        var webUrls = ListenUrls.Read(builder.Configuration, "Web", "*:8080", willEncrypt);
        var folder = DataFolder.Open(builder.Configuration[DataFolder.Key]);
        try
        {
            var certificate = ServerCertificate.Open(tls, folder, TimeProvider.System);
            return new HomeHost(options, folder, certificate, BuildApi(builder, folder, certificate, apiUrls), apiUrls, webUrls);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts everything; what others need comes first.</summary>
    public async Task<Banner> StartAsync(CancellationToken cancellationToken)
    {
        // Api's start waits for the disk, so that Web can be put together meanwhile.
        _building = Task.Run(BuildWeb, CancellationToken.None);
        await _apiUrls.StartAsync(_api, cancellationToken);
        var api = ListenUrls.InnerAddress(_api, _certificate is not null);

        _web = await _building;
        _web.Configuration["services:api:http:0"] = api.ToString().TrimEnd('/');

        // What pages tell people; the dashboard itself takes the way above.
        _web.Configuration["services:api:https:0"] = _certificate is null ? null : ListenUrls.LocalAddress(_api).ToString().TrimEnd('/');
        await _webUrls.StartAsync(_web, cancellationToken);

        var port = _api.Services.GetRequiredService<EmbeddedBroker>().Port;
        if (_options.Demo)
        {
            _demo = await DemoGardenHost.StartAsync(_api.Services, api, port, cancellationToken);
        }

        var secure = _api.Services.GetRequiredService<EmbeddedBroker>().TlsPort;
        return new Banner(
            Shown(ListenUrls.LocalAddress(_web)), Shown(ListenUrls.LocalAddress(_api)), port, secure, _certificate?.Fingerprint, _folder.Path, _demo?.SignIn);
    }

    /// <summary>Waits until the process is asked to stop.</summary>
    /// <exception cref="StartUpException">A part of it stopped by itself.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            _api.Lifetime.ApplicationStopping,
            _web?.Lifetime.ApplicationStopping ?? CancellationToken.None);
        _ = IdleMemory.WatchAsync(_api.Services.GetRequiredService<TimeProvider>(), ended.Token);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (ended.Token.Register(stopped.SetResult))
        {
            await stopped.Task;
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            await StopAsync();
            throw StartUpException.Environment("a part of it failed, and so everything has stopped; the log above says what.");
        }
    }

    /// <summary>The other way round: who asks stops before who answers, and the broker before the store.</summary>
    public async Task StopAsync()
    {
        if (_demo is not null)
        {
            await _demo.DisposeAsync();
            _demo = null;
        }

        if (_web is not null)
        {
            await _web.StopAsync();
        }

        await _api.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null)
        {
            await _demo.DisposeAsync();
        }

        if (_building is not null)
        {
            await ((Task)_building).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_building.IsCompletedSuccessfully)
            {
                await (await _building).DisposeAsync();
            }
        }

        await _api.DisposeAsync();
        _folder.Dispose();
    }

    private static WebApplication BuildApi(WebApplicationBuilder builder, DataFolder folder, ServerCertificate? certificate, ListenUrls urls)
    {
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:plantcare", folder.ConnectionString)]);
        if (builder.Configuration["Mail:LogLinks"] is null)
        {
            // Whoever reads the log at home is whose machine it is; it is their way back in when they have forgotten their password.
            builder.Configuration.AddInMemoryCollection([new("Mail:LogLinks", "true")]);
        }

        builder.WebHost.UseUrls(urls.WithInner(certificate is not null));
        builder.UseCertificate(certificate);
        EncryptKeys(builder, folder);
        builder.AddProtectedKeys().PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
        builder.AddPlantCareDefaults();
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        builder.AddPlantCareBroker(certificate);
        builder.AddPlantCareApi();

        var app = builder.Build();
        app.MapPlantCareDefaults();
        app.MapPlantCareApi();
        app.MapMqttOverWebSocket();
        return app;
    }

    private WebApplication BuildWeb()
    {
        var builder = CreateBuilder(_options, WebStopTimeout);
        builder.Configuration.AddInMemoryCollection([new("Web:DataPath", _folder.Web)]);
        builder.WebHost.UseUrls(_webUrls.Text);
        builder.WebHost.UseStaticWebAssets();
        builder.UseCertificate(_certificate);
        EncryptKeys(builder, _folder);
        builder.AddPlantCareDefaults();
        builder.AddPlantCareWeb();

        var app = builder.Build();
        app.MapPlantCareDefaults();
        app.MapPlantCareWeb();
        return app;
    }

    // The same for both: settings are read once, and a person's terminal belongs to the banner.
    private static WebApplicationBuilder CreateBuilder(HomeOptions options, TimeSpan stopTimeout)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. options.Settings, "--hostBuilder:reloadConfigOnChange=false"],
            ApplicationName = typeof(HomeHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stopTimeout);
        return builder;
    }

    // At home the keys never lie about in plain: one certificate for both applications, made at the first start.
    private static void EncryptKeys(WebApplicationBuilder builder, DataFolder folder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[$"{KeySettings.Section}:{nameof(KeySettings.Certificate)}"]))
        {
            KeyCertificate.Ensure(folder.KeyCertificate, TimeProvider.System);
            builder.Configuration.AddInMemoryCollection([new($"{KeySettings.Section}:{nameof(KeySettings.Certificate)}", folder.KeyCertificate)]);
        }
    }

    private static string Shown(Uri address) => string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{address.Host}:{address.Port}");

    /// <summary>Signals are for the process (<see cref="StopSignal"/>), not for each of its applications.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
