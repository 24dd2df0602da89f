using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Api.Sharing;
using PlantCare.Tests.Editions;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Commands;

/// <summary>The way of a command, from who asks for it to the device and back.</summary>
public abstract class CommandContract(Edition edition) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private PlantResponse _basil = null!;
    private DeviceWithSecretResponse _pump = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await edition.RegisterAsync();
        _basil = await _owner.AddPlantAsync();
        _pump = await _owner.AddDeviceAsync(_basil.Id);
    }

    public ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Command_reaches_the_device_and_its_answer_comes_back()
    {
        await using var device = await CommandedDevice.ListenAsync(edition.BrokerPort, _pump);

        using var answer = await _owner.Http.SendJsonAsync(
            HttpMethod.Post, $"/devices/{_pump.DeviceId}/commands", """{"action":"water","value":true,"seconds":5}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var command = await answer.JsonAsync();
        Assert.Equal(
            ["action", "created_at", "detail", "device_id", "expires_at", "finished_at", "id", "plant_id", "requested_by", "seconds", "status", "value"], command.Names());
        Assert.Equal("sent", command.GetProperty("status").GetString());
        var heard = await device.HearAsync();
        Assert.Equal(["action", "expires_at", "id", "seconds", "value"], heard.Names());
        Assert.Equal(command.GetProperty("id").GetGuid(), heard.GetProperty("id").GetGuid());
        Assert.Equal(("water", true, 5d), (heard.GetProperty("action").GetString(), heard.GetProperty("value").GetBoolean(), heard.GetProperty("seconds").GetDouble()));

        await device.AnswerAsync(heard.GetProperty("id").GetGuid(), "success", "5.0 s");

        var done = await EndedAsync(heard.GetProperty("id").GetGuid());
        Assert.Equal((CommandStatus.Success, "5.0 s", _basil.Id), (done.Status, done.Detail, done.PlantId));
        var entry = Assert.Single((await _owner.Client.Plants.ListJournalAsync(_basil.Id, cancellationToken: Cancellation)).Data);
        Assert.Equal((JournalKind.Watered, done.RequestedBy), (entry.Kind, entry.Author));
        Assert.Single(device.Heard);
        Assert.Contains(
            "water for 5 s",
            await edition.LookAsync(database => database.AuditLog.Where(line => line.UserId == _owner.Me.Id && line.Action == "command.sent").Select(line => line.Detail).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Answer_that_is_said_twice_counts_once()
    {
        await using var device = await CommandedDevice.ListenAsync(edition.BrokerPort, _pump);
        var command = await WaterAsync(5);

        await device.AnswerAsync(command.Id, "failed", "the tank is empty");
        await device.AnswerAsync(command.Id, "success");
        await device.AnswerAsync(command.Id, "failed", "the tank is empty");

        var ended = await EndedAsync(command.Id);
        Assert.Equal((CommandStatus.Failed, "the tank is empty"), (ended.Status, ended.Detail));
        Assert.Empty((await _owner.Client.Plants.ListJournalAsync(_basil.Id, cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task Answer_for_another_device_changes_nothing_and_is_a_dead_letter()
    {
        var other = await _owner.AddDeviceAsync(_basil.Id);
        await using var device = await CommandedDevice.ListenAsync(edition.BrokerPort, _pump);
        await using var liar = await CommandedDevice.ListenAsync(edition.BrokerPort, other);
        var command = await WaterAsync(5);

        await liar.AnswerAsync(command.Id, "success");

        await Until.TrueAsync(async () => (await _owner.Client.Devices.ListDeadLettersAsync(other.DeviceId, cancellationToken: Cancellation)).Data.Count == 1, Cancellation);
        Assert.Equal(CommandStatus.Sent, Assert.Single(await CommandsAsync()).Status);
    }

    [Fact]
    public async Task Device_that_listens_later_gets_what_has_not_expired()
    {
        var command = await WaterAsync(5);
        Assert.Equal(CommandStatus.Pending, command.Status);

        await using var device = await CommandedDevice.ListenAsync(edition.BrokerPort, _pump);

        Assert.Equal(command.Id, (await device.HearAsync()).GetProperty("id").GetGuid());
        await Until.TrueAsync(async () => Assert.Single(await CommandsAsync()).Status == CommandStatus.Sent, Cancellation);
    }

    [Fact]
    public async Task Device_that_comes_back_does_not_get_what_has_expired()
    {
        await (await CommandedDevice.ListenAsync(edition.BrokerPort, _pump)).DisposeAsync();
        var channel = edition.Services.GetRequiredService<ICommandChannel>();
        var (soon, later) = (TimeProvider.System.GetUtcNow().AddSeconds(1.5), TimeProvider.System.GetUtcNow().AddHours(1));
        var (stale, fresh) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.True(await channel.TrySendAsync(_pump.DeviceId, new CommandPayload(stale, "water", Value: true, 5, soon).ToUtf8(), soon, Cancellation));
        Assert.True(await channel.TrySendAsync(_pump.DeviceId, new CommandPayload(fresh, "water", Value: true, 5, later).ToUtf8(), later, Cancellation));

        // A broker counts in whole seconds.
        await Until.TrueAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() > soon.AddSeconds(2)), Cancellation);
        await using var device = await CommandedDevice.ListenAsync(edition.BrokerPort, _pump);

        Assert.Equal(fresh, (await device.HearAsync()).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Command_that_nobody_answers_expires_and_can_still_be_answered()
    {
        await using var device = await CommandedDevice.ListenAsync(edition.BrokerPort, _pump);
        var command = await WaterAsync(5);
        var past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await edition.LookAsync(database => database.Commands.Where(row => row.Id == command.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.ExpiresAt, past), Cancellation));

        Assert.Equal(CommandStatus.Expired, (await EndedAsync(command.Id)).Status);

        // It had begun in time, and says so when it is done.
        await device.AnswerAsync(command.Id, "success");
        await Until.TrueAsync(async () => Assert.Single(await CommandsAsync()).Status == CommandStatus.Success, Cancellation);
    }

    [Fact]
    public async Task Device_waters_no_more_than_an_hour_may_have_however_many_ask_at_once()
    {
        await using var device = await CommandedDevice.ListenAsync(edition.BrokerPort, _pump);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _owner.Http.SendJsonAsync(
            HttpMethod.Post, $"/devices/{_pump.DeviceId}/commands", """{"action":"water","seconds":60}""")));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted))
        {
            await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));
        }

        Assert.Equal(5, (await CommandsAsync()).Count);

        // To stop is always allowed.
        var stop = await _owner.Client.Devices.SendCommandAsync(_pump.DeviceId, CreateCommandRequest.StopWatering(), Cancellation);
        await Until.TrueAsync(() => Task.FromResult(device.Heard.Any(heard => heard.GetProperty("id").GetGuid() == stop.Id && !heard.GetProperty("value").GetBoolean())), Cancellation);
    }

    [Theory]
    [InlineData(ShareRole.Viewer, HttpStatusCode.Forbidden)]
    [InlineData(ShareRole.Caretaker, HttpStatusCode.Accepted)]
    [InlineData(ShareRole.Owner, HttpStatusCode.Accepted)]
    public async Task Role_decides_who_waters(ShareRole role, HttpStatusCode expected)
    {
        using var other = await edition.RegisterAsync();
        using (var stranger = await other.Http.SendJsonAsync(HttpMethod.Post, $"/devices/{_pump.DeviceId}/commands", """{"action":"water","seconds":5}"""))
        {
            await stranger.ProblemAsync(HttpStatusCode.NotFound);
        }

        await _owner.SharePlantAsync(_basil.Id, other, role);
        using var answer = await other.Http.SendJsonAsync(HttpMethod.Post, $"/devices/{_pump.DeviceId}/commands", """{"action":"water","seconds":5}""");

        Assert.Equal(expected, answer.StatusCode);
        var listed = (await other.Client.Devices.ListCommandsAsync(_pump.DeviceId, cancellationToken: Cancellation)).Data;
        Assert.Equal(expected == HttpStatusCode.Accepted ? 1 : 0, listed.Count);
        if (expected == HttpStatusCode.Forbidden)
        {
            Assert.Contains("the role caretaker", (await answer.ProblemAsync(expected)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sitter_finds_the_device_of_the_plant_and_waters()
    {
        var link = await _owner.Client.Shares.AddPlantSitterAsync(_basil.Id, new CreateSitterRequest("Aunt Bea", TimeProvider.System.GetUtcNow().AddDays(7)), Cancellation);
        await _owner.AddDeviceAsync();
        using var http = edition.CreateClient(link.Token);
        var sitter = new PlantCareClient(http);

        var found = Assert.Single((await sitter.Devices.ListAsync(cancellationToken: Cancellation)).Data);
        var command = await sitter.Devices.SendCommandAsync(found.DeviceId, CreateCommandRequest.Water(3), Cancellation);

        Assert.Equal((_pump.DeviceId, "Aunt Bea"), (command.DeviceId, command.RequestedBy));
        Assert.Equal(command.Id, Assert.Single((await sitter.Devices.ListCommandsAsync(found.DeviceId, cancellationToken: Cancellation)).Data).Id);
    }

    [Theory]
    [InlineData("""{"action":"reboot","seconds":5}""", "action")]
    [InlineData("""{"seconds":5}""", "action")]
    [InlineData("""{"action":"water"}""", "seconds")]
    [InlineData("""{"action":"water","seconds":0}""", "seconds")]
    [InlineData("""{"action":"water","seconds":-5}""", "seconds")]
    [InlineData("""{"action":"water","seconds":61}""", "seconds")]
    [InlineData("""{"action":"water","seconds":1e300}""", "seconds")]
    [InlineData("""{"action":"water","value":false,"seconds":5}""", "seconds")]
    public async Task Command_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, $"/devices/{_pump.DeviceId}/commands", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
        Assert.Empty(await CommandsAsync());
    }

    [Fact]
    public async Task Commands_are_listed_newest_first_a_part_at_a_time()
    {
        var commands = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            commands.Add((await WaterAsync(1 + i)).Id);
        }

        var first = await _owner.Client.Devices.ListCommandsAsync(_pump.DeviceId, limit: 2, cancellationToken: Cancellation);
        var second = await _owner.Client.Devices.ListCommandsAsync(_pump.DeviceId, limit: 2, first.Next, Cancellation);

        Assert.Equal(Enumerable.Reverse(commands), first.Data.Concat(second.Data).Select(command => command.Id));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Disabled_device_is_told_nothing()
    {
        var now = TimeProvider.System.GetUtcNow();
        await edition.LookAsync(database => database.Devices.Where(device => device.DeviceId == _pump.DeviceId)
            .ExecuteUpdateAsync(device => device.SetProperty(d => d.DisabledAt, (DateTimeOffset?)now), Cancellation));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => WaterAsync(5));

        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
    }

    private Task<CommandResponse> WaterAsync(double seconds) =>
        _owner.Client.Devices.SendCommandAsync(_pump.DeviceId, CreateCommandRequest.Water(seconds), Cancellation);

    private async Task<IReadOnlyList<CommandResponse>> CommandsAsync() =>
        (await _owner.Client.Devices.ListCommandsAsync(_pump.DeviceId, cancellationToken: Cancellation)).Data;

    private async Task<CommandResponse> EndedAsync(Guid id)
    {
        CommandResponse? ended = null;
        await Until.TrueAsync(
            async () =>
            {
                ended = (await CommandsAsync()).FirstOrDefault(command => command.Id == id && command.FinishedAt is not null);
                return ended is not null;
            },
            Cancellation);
        return ended!;
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeCommandTests(HomeEditionFixture edition) : CommandContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedCommandTests(DistributedEditionFixture edition) : CommandContract(edition);
