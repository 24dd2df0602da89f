using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>What a person sees who set something wrong: one line that says what to do, and an exit code.</summary>
public sealed class StartUpTests
{
    [Theory]
    [InlineData("Mqtt__Port", "many", "Mqtt__Port is 'many' but must be a whole number")]
    [InlineData("Mqtt__Port", "70000", "Mqtt__Port")]
    [InlineData("Mqtt__Prot", "1883", "Mqtt__Prot is not a setting")]
    [InlineData("Mqtt__Bind", "nowhere", "Mqtt__Bind")]
    [InlineData("Mqtt__Bind", "203.0.113.77", "Mqtt__Bind")]
    [InlineData("Api__Urls", "5004", "Api__Urls")]
    [InlineData("Web__Urls", "ftp://*:80", "Web__Urls")]
    [InlineData("Ingest__Retention", "for ever", "Ingest__Retention")]
    [InlineData("Auth__Registration", "sometimes", "Auth__Registration")]
    public async Task Setting_wrong_endsWithTwoAndNamesTheKey(string key, string value, string expected)
    {
        using var folder = new TempFolder();
        var settings = StandaloneProcess.FreePorts(folder.Path);
        settings[key] = value;

        var (exitCode, _, errors) = await StandaloneProcess.RunAsync(settings, cancellationToken: TestContext.Current.CancellationToken);

        AssertOneLine(errors, expected);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Argument_unknown_endsWithTwo()
    {
        using var folder = new TempFolder();

        var (exitCode, _, errors) = await StandaloneProcess.RunAsync(
            StandaloneProcess.FreePorts(folder.Path), ["--dmeo"], TestContext.Current.CancellationToken);

        AssertOneLine(errors, "'--dmeo' is not an argument. Try --help.");
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Help_isPrinted()
    {
        var (exitCode, output, errors) = await StandaloneProcess.RunAsync([], ["--help"], TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Contains("PLANTCARE_DATA", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mqtt__Port", "{0}")]
    [InlineData("Api__Urls", "http://127.0.0.1:{0}")]
    [InlineData("Web__Urls", "http://127.0.0.1:{0}")]
    public async Task Port_inUse_endsWithOneAndNamesTheKey(string key, string format)
    {
        using var folder = new TempFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var settings = StandaloneProcess.FreePorts(folder.Path);
        settings[key] = string.Format(CultureInfo.InvariantCulture, format, ((IPEndPoint)other.LocalEndpoint).Port);

        var (exitCode, _, errors) = await StandaloneProcess.RunAsync(settings, cancellationToken: TestContext.Current.CancellationToken);

        AssertOneLine(errors, key);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Folder_thatIsAFile_endsWithOne()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("occupied"), "", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await StandaloneProcess.RunAsync(
            StandaloneProcess.FreePorts(folder.File("occupied")), cancellationToken: TestContext.Current.CancellationToken);

        AssertOneLine(errors, "PLANTCARE_DATA");
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Folder_inUseByAnother_endsWithOne()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var first = await StandaloneProcess.StartAsync(StandaloneProcess.FreePorts(folder.Path), cancellationToken: token);

        var (exitCode, _, errors) = await StandaloneProcess.RunAsync(StandaloneProcess.FreePorts(folder.Path), cancellationToken: token);

        AssertOneLine(errors, "another PlantCare is using the folder");
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Database_ofANewerVersion_endsWithTwoAndIsLeftAlone()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using (var first = await StandaloneProcess.StartAsync(StandaloneProcess.FreePorts(folder.Path), cancellationToken: token))
        {
            Assert.Equal(0, await first.TerminateAsync());
        }

        await using (var database = new SqliteConnection($"Data Source={folder.File("plantcare.db")};Pooling=False"))
        {
            await database.OpenAsync(token);
            await using var command = database.CreateCommand();
            command.CommandText = """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_FromTheFuture', '99.0')""";
            await command.ExecuteNonQueryAsync(token);
        }

        var (exitCode, _, errors) = await StandaloneProcess.RunAsync(StandaloneProcess.FreePorts(folder.Path), cancellationToken: token);

        AssertOneLine(errors, "newer");
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Terminate_whileWatchedAndConnected_endsInGoodOrder()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var home = await StandaloneProcess.StartAsync(StandaloneProcess.FreePorts(folder.Path), cancellationToken: token);
        using var owner = await HomeOwner.RegisterAsync(home.Api, cancellationToken: token);
        var (_, device) = await owner.AddPlantWithDeviceAsync("Fern", token);
        await using var client = await MqttDevice.ConnectAsync(home.MqttPort, device, cancellationToken: token);
        using var live = await owner.Http.GetAsync(new Uri("live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, token);

        var exitCode = await home.TerminateAsync();

        Assert.Equal(0, exitCode);
        Assert.Empty(home.Errors);
        Assert.DoesNotContain("fail:", home.Output, StringComparison.Ordinal);
    }

    private static void AssertOneLine(string errors, string expected)
    {
        Assert.StartsWith("PlantCare cannot start: ", errors, StringComparison.Ordinal);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }
}
