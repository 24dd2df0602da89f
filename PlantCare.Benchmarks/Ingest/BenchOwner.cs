using System.Globalization;
using System.Security.Cryptography;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Plants;

namespace PlantCare.Benchmarks.Ingest;

/// <summary>An account with plants and devices, added through Api as its owner would.</summary>
internal sealed class BenchOwner : IDisposable
{
    private readonly HttpClient _http;

    private BenchOwner(HttpClient http)
    {
        _http = http;
        Client = new PlantCareClient(http);
    }

    public PlantCareClient Client { get; }

    /// <summary>Signed in, for whoever does not want the answers read.</summary>
    public HttpClient Http => _http;

    public static async Task<BenchOwner> RegisterAsync(Uri api)
    {
        var owner = new BenchOwner(new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(30) });
        var credentials = new Credentials("bench@example.com", RandomNumberGenerator.GetHexString(24));
        await owner.Client.Auth.RegisterAsync(credentials);
        var tokens = await owner.Client.Auth.LoginAsync(credentials);
        owner._http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        return owner;
    }

    /// <summary>Adds so many plants.</summary>
    public async Task<List<PlantLabel>> AddPlantsAsync(int count)
    {
        var plants = new List<PlantLabel>();
        for (var i = 0; i < count; i++)
        {
            var plant = await Client.Plants.CreateAsync(new CreatePlantRequest(string.Create(CultureInfo.InvariantCulture, $"Plant {i}")));
            plants.Add(new PlantLabel(plant.Id, plant.UserId, plant.Name, Location: null));
        }

        return plants;
    }

    /// <summary>Adds so many devices, each with a plant of its own.</summary>
    public async Task<List<MqttSignIn>> AddDevicesAsync(int count)
    {
        var devices = new List<MqttSignIn>();
        for (var i = 0; i < count; i++)
        {
            var plant = await Client.Plants.CreateAsync(new CreatePlantRequest(string.Create(CultureInfo.InvariantCulture, $"Plant {i}")));
            var device = await Client.Devices.CreateAsync(new CreateDeviceRequest(PlantId: plant.Id));
            devices.Add(new MqttSignIn(device.DeviceId, device.Secret));
        }

        return devices;
    }

    public void Dispose() => _http.Dispose();
}
