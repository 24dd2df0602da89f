using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.ServiceDefaults;

/// <summary>What an image without a shell is asked by its engine: a service's own program, as a process.</summary>
public sealed class HealthProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Services => ["PlantCare.Api", "PlantCare.Ingest", "PlantCare.Web"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Service_that_is_well_gives_0(string service)
    {
        await using var server = await ServeAsync(StatusCodes.Status200OK);

        var (exitCode, errors) = await ProbeAsync(service, server.Urls.First() + "/health");

        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public async Task Service_that_is_not_ready_gives_1_and_says_why()
    {
        await using var server = await ServeAsync(StatusCodes.Status503ServiceUnavailable);

        var (exitCode, errors) = await ProbeAsync("PlantCare.Api", server.Urls.First() + "/health");

        Assert.Equal(1, exitCode);
        Assert.Contains("503: a dependency is away", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_is_not_there_gives_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var (exitCode, errors) = await ProbeAsync("PlantCare.Api", $"http://127.0.0.1:{port}/health");

        Assert.Equal(1, exitCode);
        Assert.Contains("did not answer", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("/health")]
    [InlineData("http://localhost/health", "more")]
    public async Task Anything_but_a_URL_gives_2(params string[] rest)
    {
        var (exitCode, errors) = await ProbeAsync("PlantCare.Api", rest);

        Assert.Equal(2, exitCode);
        Assert.Contains("needs a URL", errors, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ServeAsync(int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapGet("/health", () => Results.Text("a dependency is away", statusCode: status));
        await server.StartAsync(Cancellation);
        return server;
    }

    private static async Task<(int ExitCode, string Errors)> ProbeAsync(string service, params string[] rest)
    {
        var program = Path.Combine(AppContext.BaseDirectory, service + ".dll");
        Require.File(program);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--healthcheck", .. rest]) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, errors);
    }
}
