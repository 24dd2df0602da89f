using System.Net.Http.Headers;
using System.Text;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;

namespace PlantCare.Tests.Api;

/// <summary>An account of a host, signed in.</summary>
public sealed class ApiCaller : IDisposable
{
    public const string Password = "a garden of my own";

    private ApiCaller(HttpClient http, Credentials credentials) => (Http, Credentials, Client) = (http, credentials, new PlantCareClient(http));

    /// <summary>Sends the account's token.</summary>
    public HttpClient Http { get; }

    public Credentials Credentials { get; }

    public PlantCareClient Client { get; }

    public UserResponse Me { get; private set; } = null!;

    /// <summary>What the sign-in bought.</summary>
    public Tokens Tokens { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<ApiCaller> RegisterAsync(ApiHost host, string email) => RegisterAsync(host.CreateClient(), email);

    /// <param name="http">Becomes the caller's.</param>
    /// <param name="email">The new account.</param>
    public static async Task<ApiCaller> RegisterAsync(HttpClient http, string email)
    {
        await new PlantCareClient(http).Auth.RegisterAsync(new Credentials(email, Password), Cancellation);
        return await SignInAsync(http, email);
    }

    /// <param name="http">Becomes the caller's.</param>
    /// <param name="email">An account that has registered.</param>
    public static async Task<ApiCaller> SignInAsync(HttpClient http, string email)
    {
        var caller = new ApiCaller(http, new Credentials(email, Password));
        caller.Use(await caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation));
        caller.Me = await caller.Client.Auth.GetMeAsync(Cancellation);
        return caller;
    }

    /// <summary>Works with those tokens from now on.</summary>
    public void Use(Tokens tokens)
    {
        Tokens = tokens;
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
    }

    /// <summary>A device's own credentials.</summary>
    public static AuthenticationHeaderValue Basic(string deviceId, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{deviceId}:{secret}")));

    public Task<PlantResponse> AddPlantAsync(string name = "Basil") => Client.Plants.CreateAsync(new CreatePlantRequest(name), Cancellation);

    public Task<DeviceWithSecretResponse> AddDeviceAsync(Guid? plantId = null, string? deviceId = null) =>
        Client.Devices.CreateAsync(new CreateDeviceRequest(deviceId, PlantId: plantId), Cancellation);

    /// <summary>Sends readings as the device does.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string deviceId, string secret, string payload)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/data") { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = Basic(deviceId, secret);
        return await Http.SendAsync(request, Cancellation);
    }

    public void Dispose() => Http.Dispose();
}
