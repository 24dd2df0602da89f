using System.Security.Cryptography;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;

namespace PlantCare.Tests.EndToEnd;

/// <summary>An account of a running home edition, with what it adds through Api.</summary>
internal sealed class HomeOwner : IDisposable
{
    private readonly HttpClient _http;

    private HomeOwner(HttpClient http, Credentials credentials)
    {
        _http = http;
        Credentials = credentials;
        Client = new PlantCareClient(http);
    }

    public Credentials Credentials { get; }

    public PlantCareClient Client { get; }

    public HttpClient Http => _http;

    public static async Task<HomeOwner> RegisterAsync(Uri api, string email = "owner@example.com", CancellationToken cancellationToken = default)
    {
        var owner = new HomeOwner(
            new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(30) }, new Credentials(email, RandomNumberGenerator.GetHexString(24)));
        await owner.Client.Auth.RegisterAsync(owner.Credentials, cancellationToken);
        await owner.SignInAsync(api, cancellationToken);
        return owner;
    }

    /// <summary>Signs in again, perhaps to a process that was started again elsewhere.</summary>
    public async Task<HomeOwner> SignInAsync(Uri api, CancellationToken cancellationToken = default)
    {
        var again = new HomeOwner(new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(30) }, Credentials);
        var tokens = await again.Client.Auth.LoginAsync(Credentials, cancellationToken);
        again._http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        _http.DefaultRequestHeaders.Authorization = again._http.DefaultRequestHeaders.Authorization;
        return again;
    }

    public async Task<(PlantResponse Plant, DeviceWithSecretResponse Device)> AddPlantWithDeviceAsync(
        string name, CancellationToken cancellationToken)
    {
        var plant = await Client.Plants.CreateAsync(new CreatePlantRequest(name), cancellationToken);
        return (plant, await Client.Devices.CreateAsync(new CreateDeviceRequest(PlantId: plant.Id), cancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
