using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlantCare.Api;
using PlantCare.Api.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest;
using PlantCare.ServiceDefaults;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Storage.Relational;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>Api over PostgreSQL: what must look beyond the caller's own rows still can, and nothing else does.</summary>
public sealed class PostgresApiTests(SharedPostgres shared) : IAsyncLifetime
{
    private const string Password = "basil-wants-water-7";

    private readonly TempFolder _folder = new();
    private readonly LogRecorder _logs = new();
    private string _connectionString = "";
    private WebApplication? _api;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = await shared.GetAsync();
        _connectionString = server.ConnectionString(await server.CreateDatabaseAsync());
        _api = await StartApiAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_api);
        _folder.Dispose();
    }

    [Fact]
    public async Task Accounts_register_sign_in_and_keep_to_their_own()
    {
        using var ada = await SignUpAsync("ada@example.com");
        using var bob = await SignUpAsync("bob@example.com");

        // The first one administers, and an address is taken but once.
        Assert.True((await GetAsync(ada, "/users/me")).GetProperty("is_administrator").GetBoolean());
        Assert.False((await GetAsync(bob, "/users/me")).GetProperty("is_administrator").GetBoolean());
        using var again = await ada.PostAsJsonAsync("/auth/register", new { email = "bob@example.com", password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        using var moved = await ada.PostAsJsonAsync("/auth/manage/info", new { newEmail = "bob@example.com" }, Cancellation);
        Assert.Equal("ada@example.com", (await GetAsync(ada, "/auth/manage/info")).GetProperty("email").GetString());

        // A plant is its owner's alone.
        using var plant = await ada.PostAsJsonAsync("/plants", new { name = "Basil", care_info = new { note = "by the window" } }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, plant.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync(plant.Headers.Location, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.GetAsync(plant.Headers.Location, Cancellation)).StatusCode);
        Assert.Equal(0, (await GetAsync(bob, "/plants")).GetProperty("data").GetArrayLength());

        // A device's name is one for all accounts.
        using var device = await ada.PostAsJsonAsync("/devices", new { device_id = "kitchen-1" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, device.StatusCode);
        using var taken = await bob.PostAsJsonAsync("/devices", new { device_id = "kitchen-1" }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);

        Assert.Equal("Healthy", (await GetAsync(bob, "/health")).GetProperty("status").GetString(), ignoreCase: true);
        _logs.AssertNoErrors(entry => entry.Category.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Register_many_at_once_at_two_processes_makes_one_administrator()
    {
        var second = await StartApiAsync();
        try
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SignUpAsync($"user{i}@example.com", i % 2 == 0 ? _api : second)));
            Array.ForEach(clients, client => client.Dispose());

            Assert.Equal((8, 1), await second.Services.GetRequiredService<SystemWork>().RunAsync(async context => (
                await context.Users.CountAsync(Cancellation),
                await context.Users.CountAsync(user => user.IsAdministrator, Cancellation))));
        }
        finally
        {
            await StopAsync(second);
        }
    }

    [Fact]
    public async Task Reading_of_a_device_is_kept_and_its_owner_sees_the_device_alive()
    {
        using var ada = await SignUpAsync("ada@example.com");
        using var plant = await ada.PostAsJsonAsync("/plants", new { name = "Basil" }, Cancellation);
        var plantId = (await ReadAsync(plant)).GetProperty("id").GetGuid();
        using var device = await ada.PostAsJsonAsync("/devices", new { device_id = "kitchen-1", plant_id = plantId }, Cancellation);
        var secret = (await ReadAsync(device)).GetProperty("secret").GetString();

        using var sensor = Client();
        sensor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"kitchen-1:{secret}")));
        using var sent = await sensor.PostAsJsonAsync("/data", new { temperature = 21.5, battery = 80 }, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);

        Assert.Equal(21.5, (await GetAsync(ada, "/data/latest")).GetProperty("data")[0].GetProperty("temperature").GetDouble());
        await Until.TrueAsync(
            async () => (await GetAsync(ada, "/devices/kitchen-1")).GetProperty("last_seen").ValueKind == JsonValueKind.String, Cancellation);
        Assert.Equal(80, (await GetAsync(ada, "/devices/kitchen-1")).GetProperty("battery").GetDouble());
    }

    [Fact]
    public async Task Administrator_reads_what_another_account_measured_and_nobody_else_does()
    {
        using var administrator = await SignUpAsync("ada@example.com");
        using var bob = await SignUpAsync("bob@example.com");
        using var carol = await SignUpAsync("carol@example.com");
        using var added = await bob.PostAsJsonAsync("/plants", new { name = "Basil" }, Cancellation);
        var plant = await ReadAsync(added);
        var owner = plant.GetProperty("user_id").GetGuid();
        using var device = await bob.PostAsJsonAsync(
            "/devices", new { device_id = "kitchen-1", plant_id = plant.GetProperty("id").GetGuid() }, Cancellation);
        using var sensor = Client();
        sensor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"kitchen-1:{(await ReadAsync(device)).GetProperty("secret").GetString()}")));
        using var sent = await sensor.PostAsJsonAsync("/data", new { temperature = 21.5 }, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);

        var seen = await GetAsync(administrator, $"/data/latest?user_id={owner}");
        Assert.Equal("Basil", Assert.Single(seen.GetProperty("data").EnumerateArray()).GetProperty("plant_name").GetString());
        using var refused = await carol.GetAsync($"/data/latest?user_id={owner}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var nobodys = await administrator.GetAsync($"/data/latest?user_id={Guid.CreateVersion7()}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, nobodys.StatusCode);
    }

    [Fact]
    public async Task Create_plant_with_a_nul_in_its_name_is_refused_with_a_reason()
    {
        using var ada = await SignUpAsync("ada@example.com");
        using var answer = await ada.PostAsJsonAsync("/plants", new { name = "Ba\0sil" }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("control characters", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    private static Task<JsonElement> ReadAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    private static async Task StopAsync(WebApplication? api)
    {
        if (api is not null)
        {
            await api.StopAsync(CancellationToken.None);
            await api.DisposeAsync();
        }
    }

    private async Task<WebApplication> StartApiAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:plantcare"] = _connectionString;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(_logs);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddRelationalStorage(builder.Configuration);
        builder.Services.AddSingleton<IReadingStore>(_ => new SqliteReadingStore(_folder.File($"{Guid.CreateVersion7()}.db")));
        builder.Services.AddSingleton(new BrokerEndpoint("localhost", 1883, Tls: false));
        builder.AddPlantCareIngest();
        builder.AddPlantCareApi();
        var api = builder.Build();
        api.MapPlantCareDefaults();
        api.MapPlantCareApi();
        await api.StartAsync(Cancellation);
        return api;
    }

    private HttpClient Client(WebApplication? api = null) => new() { BaseAddress = new Uri((api ?? _api!).Urls.Single()) };

    private async Task<HttpClient> SignUpAsync(string email, WebApplication? api = null)
    {
        var client = Client(api);
        using var registered = await client.PostAsJsonAsync("/auth/register", new { email, password = Password }, Cancellation);
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync(Cancellation));
        using var signedIn = await client.PostAsJsonAsync("/auth/login", new { email, password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await ReadAsync(signedIn)).GetProperty("accessToken").GetString());
        return client;
    }
}
