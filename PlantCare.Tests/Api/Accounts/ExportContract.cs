using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Care;
using PlantCare.Storage.Relational.Care;
using PlantCare.Tests.Api.Administration;
using PlantCare.Tests.Servers;
using PlantCare.Tests.Storage;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Everything that is somebody's in one zip, and nothing of anybody else.</summary>
public abstract class ExportContract : EditionContract
{
    // Sheets that have another name than their table.
    private static readonly Dictionary<string, string> Sheets = new(StringComparer.Ordinal)
    {
        ["users"] = "account",
        ["user_passkeys"] = "passkeys",
        ["user_logins"] = "logins",
        ["user_claims"] = "claims",
    };

    // Tables that name an account and are not its own: secrets for signing in, who invited whom, letters and questions under way.
    private static readonly string[] NotExported = ["user_tokens", "invitations", "outbox", "telegram_requests"];

    [Fact]
    public async Task Export_has_every_table_that_holds_anything_of_the_account_in_both_forms()
    {
        using var bob = await Host.RegisterAsync();
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        var tables = (await Catalogue.FindAsync(Host.Services.GetRequiredService<IConfiguration>()["ConnectionStrings:plantcare"]!, ada.Id.ToString(), ada.Mark))
            .Select(place => place.Split('.')[0]).Distinct(StringComparer.Ordinal).Except(NotExported, StringComparer.Ordinal).ToList();
        Assert.True(tables.Count > 15, string.Join(' ', tables));

        var files = await ExportAsync(ada.Caller);

        var sheets = tables.Select(table => Sheets.GetValueOrDefault(table, table)).Append("readings").ToList();
        Assert.DoesNotContain(sheets, sheet => !files.ContainsKey($"{sheet}.ndjson") || !files.ContainsKey($"{sheet}.csv"));
        Assert.All(sheets, sheet =>
        {
            var objects = Lines(files[$"{sheet}.ndjson"]);
            Assert.NotEmpty(objects);
            var names = JsonDocument.Parse(objects[0]).RootElement.EnumerateObject().Select(member => member.Name);
            Assert.Equal(string.Join(',', names), Lines(files[$"{sheet}.csv"])[0]);
            Assert.Equal(objects.Count + 1, Lines(files[$"{sheet}.csv"]).Count);
            Assert.Contains(sheet, Text(files["README.txt"]), StringComparison.Ordinal);
        });
        Assert.Equal(ada.Mark, Text(files[files.Keys.Single(name => name.StartsWith("photos/", StringComparison.Ordinal) && name.EndsWith(".png", StringComparison.Ordinal))]));
        var entry = (await ada.Caller.Client.Users.ListAuditAsync(cancellationToken: Cancellation)).Data[0];
        Assert.Equal("account.exported", entry.Action);
    }

    [Fact]
    public async Task Export_says_what_was_measured_and_what_is_set()
    {
        using var ada = await Host.RegisterAsync();
        var plant = await ada.AddPlantAsync();
        var device = await ada.AddDeviceAsync(plant.Id);
        using (var sent = await ada.SubmitAsync(device.DeviceId, device.Secret, """[{"temperature":-5.5,"lighting":"ON","ts":1000000000},{"temperature":21,"watering":true}]"""))
        {
            sent.EnsureSuccessStatusCode();
        }

        var files = await ExportAsync(ada);

        var stored = Lines(files["readings.ndjson"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["temperature", "watering"], stored.Select(row => row.GetProperty("field").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(stored, row => Assert.Equal(plant.Id, row.GetProperty("plant_id").GetGuid()));
        Assert.Contains(Lines(files["readings.csv"]), line => line.EndsWith($",{plant.Id},{device.DeviceId},temperature,21", StringComparison.Ordinal));
        var account = JsonDocument.Parse(Lines(files["account.ndjson"]).Single()).RootElement;
        Assert.Equal((ada.Me.Email, "celsius"), (account.GetProperty("email").GetString(), account.GetProperty("temperature_unit").GetString()));
        Assert.Equal(plant.Name, JsonDocument.Parse(Lines(files["plants.ndjson"]).Single()).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Export_holds_no_secret_and_nothing_of_others()
    {
        using var bob = await Host.RegisterAsync("bob.the.neighbour@example.com");
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        await bob.AddDeviceAsync((await bob.AddPlantAsync("Bob's fern")).Id, "bobs-own-probe");
        var secrets = await Host.LookAsync(async database => new[]
        {
            ada.Device.Secret,
            (await database.Users.SingleAsync(user => user.Id == ada.Id, Cancellation)).PasswordHash!,
            Convert.ToBase64String((await database.Devices.SingleAsync(device => device.UserId == ada.Id, Cancellation)).SecretHash),
            Convert.ToBase64String(ada.Id.ToByteArray()),
        });

        var text = string.Concat((await ExportAsync(ada.Caller)).Where(file => file.Key != "passkeys.ndjson" && file.Key != "passkeys.csv").Select(file => Text(file.Value)));

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(["bob.the.neighbour", "Bob's fern", "bobs-own-probe", "Neighbour's rose"], mark => Assert.DoesNotContain(mark, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"https://evil.example\",\"open\")")]
    [InlineData("+1+1")]
    [InlineData("-2")]
    [InlineData("@SUM(A1)")]
    public async Task Export_gives_a_spreadsheet_no_formula(string text)
    {
        using var ada = await Host.RegisterAsync();
        var plant = await ada.AddPlantAsync(text);
        await Host.LookAsync(database =>
        {
            database.Add(new JournalEntry { UserId = ada.Me.Id, PlantId = plant.Id, Kind = JournalKind.Note, Note = $"a line\r\n{text}", Author = text });
            return database.SaveChangesAsync(Cancellation);
        });

        var files = await ExportAsync(ada);

        var quoted = text.Contains('"', StringComparison.Ordinal) ? $"\"'{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : $"'{text}";
        Assert.Contains($",{quoted},", Text(files["plants.csv"]), StringComparison.Ordinal);
        Assert.Contains($",{quoted},", Text(files["journal.csv"]), StringComparison.Ordinal);
        Assert.Equal(text, JsonDocument.Parse(Lines(files["plants.ndjson"]).Single()).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Export_of_more_rows_than_a_page_has_each_once()
    {
        using var ada = await Host.RegisterAsync();
        var plant = await ada.AddPlantAsync();
        await Host.LookAsync(database =>
        {
            database.AddRange(Enumerable.Range(0, 450).Select(n => new JournalEntry
            {
                UserId = ada.Me.Id,
                PlantId = plant.Id,
                Note = n.ToString(CultureInfo.InvariantCulture),
                Author = "ada",
            }));
            return database.SaveChangesAsync(Cancellation);
        });

        var notes = Lines((await ExportAsync(ada))["journal.ndjson"]).Select(line => int.Parse(JsonDocument.Parse(line).RootElement.GetProperty("note").GetString()!, CultureInfo.InvariantCulture));

        Assert.Equal(Enumerable.Range(0, 450), notes.Order());
    }

    internal static async Task<Dictionary<string, byte[]>> ExportAsync(ApiCaller caller)
    {
        await using var stream = await caller.Client.Users.ExportAsync(Cancellation);
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole, Cancellation);
        await using var zip = new ZipArchive(whole);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            await using var content = await entry.OpenAsync(Cancellation);
            using var file = new MemoryStream();
            await content.CopyToAsync(file, Cancellation);
            files.Add(entry.FullName, file.ToArray());
        }

        return files;
    }

    private static string Text(byte[] file) => Encoding.UTF8.GetString(file);

    private static List<string> Lines(byte[] file) => [.. Text(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'))];
}

/// <summary>In the home edition.</summary>
public sealed class HomeExportTests : ExportContract
{
    protected override Task<ApiHost> StartAsync() => ApiHost.StartAsync();
}

/// <summary>In the distributed edition.</summary>
public sealed class DistributedExportTests(SharedPostgres postgres, SharedInfluxServer influx) : ExportContract, IClassFixture<SharedInfluxServer>
{
    protected override async Task<ApiHost> StartAsync() => await ApiHost.StartAsync(await ServersAsync(postgres, influx));
}
