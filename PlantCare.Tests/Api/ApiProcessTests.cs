using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api;

/// <summary>Api as a process of its own, where the broker and ingest are others.</summary>
public sealed class ApiProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_alone_starts_names_what_it_needs_and_tells_devices_of_the_broker()
    {
        using var folder = new TempFolder();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var process = Start(folder, ("Api__Urls", address.ToString()), ("Mqtt__PublicHost", "broker.example.com"), ("Mqtt__PublicPort", "8883"), ("Mqtt__PublicTls", "true"));
        try
        {
            using var http = new HttpClient { BaseAddress = address };
            await Until.TrueAsync(() => AnswersAsync(http, process), Cancellation);

            using var health = await http.GetAsync("/health", Cancellation);
            var checks = (await health.JsonAsync()).GetProperty("checks");
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            Assert.Equal(["database", "readings"], checks.Names());

            var client = new PlantCareClient(http);
            var credentials = new Credentials("owner@example.com", ApiCaller.Password);
            await client.Auth.RegisterAsync(credentials, Cancellation);
            http.DefaultRequestHeaders.Authorization = new("Bearer", (await client.Auth.LoginAsync(credentials, Cancellation)).AccessToken);
            var device = await client.Devices.CreateAsync(new CreateDeviceRequest(), Cancellation);
            Assert.Equal(("broker.example.com", 8883, true), (device.Mqtt.Host, device.Mqtt.Port, device.Mqtt.Tls));
            using var document = await http.GetAsync("/openapi/v1.json", Cancellation);
            Assert.Equal(HttpStatusCode.OK, document.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Api_beside_a_broker_gives_devices_accounts_there()
    {
        using var folder = new TempFolder();
        await using var broker = await MosquittoServer.StartAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var process = Start(folder, ("Api__Urls", address.ToString()), ("ConnectionStrings__mqtt", broker.ConnectionString));
        try
        {
            using var http = new HttpClient { BaseAddress = address };
            await Until.TrueAsync(() => AnswersAsync(http, process), Cancellation);
            await Until.TrueAsync(async () => (await HealthAsync()).GetProperty("mqtt").GetProperty("status").GetString() == "healthy", Cancellation);
            Assert.Equal(["database", "live", "mqtt", "readings"], (await HealthAsync()).Names());

            using var caller = await ApiCaller.RegisterAsync(new HttpClient { BaseAddress = address }, "owner@example.com");
            var device = await caller.AddDeviceAsync();
            using var client = await BrokerSignIn.ConnectAsync(broker.Port, device.DeviceId, device.Secret);

            async Task<JsonElement> HealthAsync()
            {
                using var health = await http.GetAsync("/health", Cancellation);
                return (await health.JsonAsync()).GetProperty("checks");
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("Mqtt__PublicPort", "70000")]
    [InlineData("Mqtt__Public", "host")]
    [InlineData("Auth__Registration", "perhaps")]
    [InlineData("Api__MaxRequestBytes", "lots")]
    [InlineData("DeviceAccounts__ReconcileEvery", "sometimes")]
    [InlineData("ConnectionStrings__mqtt", "broker:1883")]
    [InlineData("ConnectionStrings__mqtt", "mqtt://broker:1883")]
    [InlineData("Live__AnnounceEvery", "sometimes")]
    [InlineData("services__ingest__http__0", "ingest:8080")]
    public async Task Api_with_a_wrong_setting_ends_with_2_and_names_it(string key, string value)
    {
        using var folder = new TempFolder();
        using var process = Start(folder, (key, value));
        var errors = await process.StandardError.ReadToEndAsync(Cancellation).WaitAsync(Patience, Cancellation);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(key, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Process Start(TempFolder folder, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PlantCare.Api.dll")]) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["ConnectionStrings__plantcare"] = $"Data Source={folder.File("plantcare.db")}";
        start.Environment["HOME"] = folder.Path;
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Process process)
    {
        Assert.False(process.HasExited, "Api has ended.");
        try
        {
            using var answer = await http.GetAsync("/alive", Cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
