using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlantCare.Api;
using PlantCare.Api.Devices;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Ingest;
using PlantCare.ServiceDefaults;
using PlantCare.Storage;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>Api with ingest and its databases in a folder, as in the home edition, for the dashboard to talk to.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string Email = "ada@example.org";
    public const string Password = "a garden of my own";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly HttpClient _http;
    private readonly ConcurrentBag<HttpClient> _others = [];
    private Task _mayWatch = Task.CompletedTask;

    private ApiServer(WebApplication app)
    {
        _app = app;
        _http = new HttpClient();
    }

    public string Address => _app.Urls.First();

    /// <summary>The owner's own client.</summary>
    public PlantCareClient Owner => new(_http);

    /// <summary>Every path that was asked for.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<ApiServer> StartAsync(
        string folder,
        string url = "http://127.0.0.1:0",
        bool withAccount = true,
        string environment = "Production",
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PlantCare.Api", EnvironmentName = environment });
        builder.Configuration["ConnectionStrings:plantcare"] = $"Data Source={Path.Combine(folder, "plantcare.db")};Pooling=False";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.WebHost.UseUrls(url);
        builder.Services.AddDataProtection().SetApplicationName("PlantCare").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder, "api-keys")));
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        builder.Services.AddSingleton(new BrokerEndpoint(Host: null, Port: 1883, Tls: false));
        builder.AddPlantCareApi();
        var server = new ApiServer(builder.Build());
        server._app.Use(async (context, next) =>
        {
            server._asked.Enqueue(context.Request.Path.Value ?? "");
            if (context.Request.Path == "/live")
            {
                await server._mayWatch.WaitAsync(context.RequestAborted);
            }

            await next(context);
        });
        server._app.MapPlantCareDefaults();
        server._app.MapPlantCareApi();
        await server._app.StartAsync();
        server._http.BaseAddress = new Uri(server.Address);
        if (withAccount)
        {
            await server.SignInAsync();
        }

        return server;
    }

    /// <summary>Adds the household with its devices and a day of readings, by the same doors that people and devices use.</summary>
    public async Task PlantAsync(Garden garden)
    {
        foreach (var plant in garden.Plants)
        {
            var added = await Owner.Plants.CreateAsync(new CreatePlantRequest(plant.Name, plant.Species, plant.Location, plant.Thresholds));
            if (garden.Devices.FirstOrDefault(device => device.PlantId == plant.Id) is not { } device)
            {
                continue;
            }

            var created = await Owner.Devices.CreateAsync(new CreateDeviceRequest(device.DeviceId, PlantId: added.Id));
            _secrets[created.DeviceId] = created.Secret;
            var readings = garden.HistoryOf("soil_moisture").Where(row => row.PlantId == plant.Id)
                .Select(row => Message(row.Time, ("soil_moisture", row.Metrics["soil_moisture"].Avg)))
                .Concat(garden.Latest.Where(row => row.PlantId == plant.Id)
                    .Select(row => Message(row.Time, [.. row.Metrics.Select(pair => (pair.Key, pair.Value.Number))])))
                .ToArray();
            if (readings.Length > 0)
            {
                await PostAsync(created.DeviceId, readings);
            }
        }
    }

    /// <summary>Somebody else's client; their account is made first.</summary>
    public async Task<PlantCareClient> SignInAsync(string email)
    {
        var http = new HttpClient { BaseAddress = new Uri(Address) };
        _others.Add(http);
        var (client, credentials) = (new PlantCareClient(http), new Credentials(email, Password));
        await client.Auth.RegisterAsync(credentials);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await client.Auth.LoginAsync(credentials)).AccessToken);
        return client;
    }

    /// <summary>Lets live streams open no more, until the answer's result is set.</summary>
    public TaskCompletionSource HoldLive()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mayWatch = held.Task;
        return held;
    }

    /// <summary>A device reports, now.</summary>
    public Task ReportAsync(string deviceId, params (string Metric, double Value)[] values) =>
        PostAsync(deviceId, [Message(TimeProvider.System.GetUtcNow(), values)]);

    /// <summary>A device says something that cannot be right.</summary>
    public async Task ReportNonsenseAsync(string deviceId, params (string Metric, double Value)[] values)
    {
        using var answer = await SendAsync(deviceId, [Message(TimeProvider.System.GetUtcNow(), values)]);
        Assert.False(answer.IsSuccessStatusCode);
    }

    /// <summary>A gateway speaks of a sensor that is in no plant; gateways speak through a broker, which there is none of here.</summary>
    public Task HearOfAsync(DeviceWithSecretResponse gateway, string sensor, params Measurement[] measurements) =>
        _app.Services.GetRequiredService<IUnknownSensors>().NoteAsync(
            [new UnknownSensor(gateway.DeviceId, gateway.UserId, sensor, "zigbee2mqtt", $"zigbee2mqtt/{sensor}", "{\"linkquality\":131}"u8.ToArray(), TimeProvider.System.GetUtcNow()) { Measurements = measurements }],
            CancellationToken.None);

    /// <summary>Knows the devices of a server that ran over the same folder.</summary>
    public void Adopt(ApiServer before)
    {
        foreach (var (device, secret) in before._secrets)
        {
            _secrets[device] = secret;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var http in _others.Append(_http))
        {
            http.Dispose();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private async Task SignInAsync()
    {
        var credentials = new Credentials(Email, Password);
        if ((await Owner.Auth.GetRegistrationAsync()).FirstAccount)
        {
            await Owner.Auth.RegisterAsync(credentials);
        }

        var tokens = await Owner.Auth.LoginAsync(credentials);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
    }

    private async Task PostAsync(string deviceId, IReadOnlyList<Dictionary<string, object>> readings)
    {
        using var answer = await SendAsync(deviceId, readings);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(string deviceId, IReadOnlyList<Dictionary<string, object>> readings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/data") { Content = JsonContent.Create(readings) };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{deviceId}:{_secrets[deviceId]}")));
        return await _http.SendAsync(request);
    }

    private static Dictionary<string, object> Message(DateTimeOffset time, params (string Metric, double Value)[] values)
    {
        var message = values.ToDictionary(value => value.Metric, value => (object)value.Value, StringComparer.Ordinal);
        message["timestamp"] = time.ToUnixTimeMilliseconds();
        return message;
    }
}
