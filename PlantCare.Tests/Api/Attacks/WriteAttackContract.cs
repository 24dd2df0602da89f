using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PlantCare.Tests.Api.Matrix;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Attacks;

/// <summary>
/// Every endpoint that takes a JSON object, whichever are added later, given what it should not be given: members that nobody may set, ids of
/// somebody else's, and texts that are commands to what comes behind.
/// </summary>
public abstract class WriteAttackContract(Edition edition) : IAsyncLifetime
{
    // What names no thing that belongs to somebody: a name that is asked for, and must be told when it is taken.
    private static readonly string[] NamesOfNothing = ["POST /devices device_id"];

    private readonly List<string> _faults = [];
    private ApiCaller _administrator = null!;
    private ApiCaller _attacker = null!;
    private ApiCaller _victim = null!;
    private MatrixProperty _own = null!;
    private MatrixProperty _others = null!;
    private int _tried;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _administrator = await edition.RegisterAdministratorAsync();
        (_attacker, _own) = await AddAsync();
        (_victim, _others) = await AddAsync();

        async Task<(ApiCaller, MatrixProperty)> AddAsync()
        {
            var caller = await ApiCaller.RegisterAsync(edition.CreateClientElsewhere(), $"{Guid.CreateVersion7():n}@example.com");
            var property = new MatrixProperty(edition, caller, _administrator);
            await property.FillAsync(await property.AddPlaceAsync("Home"));
            return (caller, property);
        }
    }

    public ValueTask DisposeAsync()
    {
        _administrator?.Dispose();
        _attacker?.Dispose();
        _victim?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Members_that_nobody_may_set_are_set_by_nobody()
    {
        var before = await _others.StateAsync();
        await foreach (var (endpoint, rule, members, values) in WritesAsync())
        {
            var body = JsonNode.Parse(EndpointRule.Filled(rule.Body!, values))!.AsObject();
            Forgeries.AddTo(body, members.Keys);
            var (status, text) = await SendAsync(endpoint, rule, values, body);
            if (status != rule.Answer)
            {
                _faults.Add($"{rule} answers {status}, not {rule.Answer}: {text}");
            }
        }

        _faults.AddRange(await edition.LookAsync(database => Forgeries.FindAsync(database, Cancellation)));
        var account = await edition.LookAsync(database => database.Users.SingleAsync(user => user.Id == _attacker.Me.Id, Cancellation));
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        Assert.Equal((false, false, false), (account.IsAdministrator, account.EmailConfirmed, account.TwoFactorEnabled));
        Assert.Equal(before, await _others.StateAsync());
        Assert.True(_tried >= 20, $"Only {_tried} attempts were made.");
    }

    [Fact]
    public async Task Ids_of_somebody_else_in_a_body_are_refused_as_those_of_nobody()
    {
        var before = (await _own.StateAsync(), await _others.StateAsync());
        await foreach (var (endpoint, rule, members, values) in WritesAsync())
        {
            foreach (var name in members.Keys.Where(name => name.EndsWith("_id", StringComparison.Ordinal) && !NamesOfNothing.Contains($"{rule.Endpoint} {name}")))
            {
                if (!_others.Standing.TryGetValue(name, out var theirs))
                {
                    _faults.Add($"{rule}: what is {name}?");
                    continue;
                }

                await TryAsync(name, body => body[name] = theirs, body => body[name] = MatrixProperty.Nobodys.GetValueOrDefault(name, MatrixProperty.UnknownId));
            }

            // A device's settings name plants, too.
            if (members.ContainsKey("config"))
            {
                var (theirs, nobodys) = (_others.Standing["plant_id"], MatrixProperty.UnknownId);
                await TryAsync("config.channels", body => body["config"] = Channels(theirs), body => body["config"] = Channels(nobodys));
                await TryAsync("config.sensors", body => body["config"] = Sensors(theirs), body => body["config"] = Sensors(nobodys));
            }

            async Task TryAsync(string name, Action<JsonObject> setTheirs, Action<JsonObject> setNobodys)
            {
                var answers = new List<(int Status, string Text)>();
                foreach (var set in new[] { setTheirs, setNobodys })
                {
                    var body = JsonNode.Parse(EndpointRule.Filled(rule.Body!, values))!.AsObject();
                    set(body);
                    var (status, text) = await SendAsync(endpoint, rule, values, body);
                    answers.Add((status, status >= 400 ? WordsOf(text) : text));
                }

                if (answers[0] != answers[1] || answers[0].Status is not (400 or 404 or 422))
                {
                    _faults.Add($"{rule} with somebody else's {name} answers {answers[0]}, and with nobody's {answers[1]}");
                }
            }
        }

        // What is another's may not be reached by way of what is one's own either.
        using (var photo = await _attacker.Http.GetAsync($"/plants/{_own.Standing["plants/{id}"]}/journal/{_others.Standing["journal/{entry_id}"]}/photo", Cancellation))
        {
            await photo.ProblemAsync(System.Net.HttpStatusCode.NotFound);
        }

        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        Assert.Equal(before, (await _own.StateAsync(), await _others.StateAsync()));
        Assert.True(_tried >= 16, $"Only {_tried} attempts were made.");
    }

    [Fact]
    public async Task Texts_that_are_commands_are_texts_everywhere()
    {
        // step 1: every text that somebody can write is kept as it is, or refused with a reason
        var turn = 0;
        await foreach (var (endpoint, rule, members, _) in WritesAsync())
        {
            // Who they are is not what they write.
            foreach (var name in members.Where(member => BodyMembers.IsText(member.Value) && member.Key is not ("password" or "confirm" or "device_id")).Select(member => member.Key))
            {
                foreach (var text in Nasty.Turn(turn++))
                {
                    var values = await _own.FreshAsync(rule);
                    var body = JsonNode.Parse(EndpointRule.Filled(rule.Body!, values))!.AsObject();
                    body.Remove(name);
                    await SendTextAsync(endpoint, rule, values, body, name, text);
                }
            }
        }

        // step 2: a plant of that name, and a device that says it, in every answer about readings
        var device = await _attacker.AddDeviceAsync(Guid.Parse(_own.Standing["plant_id"]));
        foreach (var text in Nasty.Names)
        {
            using var named = await _attacker.Http.SendJsonAsync(
                HttpMethod.Patch, $"/plants/{_own.Standing["plant_id"]}", JsonSerializer.Serialize(new { name = text, location = text }));
            await edition.SubmitAsync(device.DeviceId, JsonSerializer.Serialize(new { temperature = 21, said = text }));
            var row = (await _attacker.Client.Data.GetLatestAsync(Guid.Parse(_own.Standing["plant_id"]), Cancellation)).Single();
            if ((row.PlantName, row.Location, row.Metrics["said"].Text) != (text.Trim(), text.Trim(), text))
            {
                _faults.Add($"{text} is {row.PlantName}, {row.Location} and {row.Metrics["said"]} in the latest readings");
            }

            foreach (var path in new[] { "/data?format=csv&start_time=-1h", "/data/latest?format=csv", "/data/aggregated?format=csv" })
            {
                _faults.AddRange(Nasty.FormulasIn(await _attacker.Http.GetStringAsync(path, Cancellation)).Select(cell => $"{path} has a cell {cell}"));
            }
        }

        // step 3: all of it in the export, and in what was logged
        await using var archive = await _attacker.Http.GetStreamAsync("/users/me/export", Cancellation);
        await foreach (var (name, csv) in Nasty.SheetsInAsync(archive, Cancellation))
        {
            _faults.AddRange(Nasty.FormulasIn(csv).Select(cell => $"{name} has a cell {cell}"));
        }

        _faults.AddRange(edition.LogEntries.Where(entry => Nasty.BreaksTheLine(entry.Message)).Select(entry => $"the log has {entry.Message}"));
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        Assert.True(_tried >= 120, $"Only {_tried} attempts were made.");
    }

    private static JsonObject Channels(string plantId) => new() { ["channels"] = new JsonObject { ["probe"] = new JsonObject { ["plant_id"] = plantId, ["metric"] = "soil_moisture" } } };

    private static JsonObject Sensors(string plantId) => new() { ["sensors"] = new JsonObject { ["probe"] = new JsonObject { ["plant_id"] = plantId } } };

    // All but the id by which the log knows the answer.
    private static string WordsOf(string problem)
    {
        var words = JsonNode.Parse(problem)!.AsObject();
        words.Remove("trace_id");
        return words.ToJsonString();
    }

    // Those that take something and leave the account as it is, each with something of the attacker's to be at.
    private async IAsyncEnumerable<(KnownEndpoint Endpoint, EndpointRule Rule, Dictionary<string, JsonElement> Members, Dictionary<string, string> Values)> WritesAsync()
    {
        var document = await BodyMembers.ReadAsync(_attacker.Http);
        var endpoints = RouteTable.Of(edition.Services).ToDictionary(endpoint => endpoint.ToString(), StringComparer.Ordinal);
        foreach (var rule in EndpointRules.All.Where(rule => rule is { Body: ['{', ..], Door: not (Door.Anyone or Door.Devices), Spends: Spends.Nothing or Spends.Thing }))
        {
            // Who is asked for a password keeps nothing of what is sent.
            if (!rule.Body!.Contains("$password", StringComparison.Ordinal))
            {
                var endpoint = endpoints[rule.Endpoint];
                yield return (endpoint, rule, document.Of(endpoint), await _own.FreshAsync(rule));
            }
        }
    }

    private async Task SendTextAsync(KnownEndpoint endpoint, EndpointRule rule, Dictionary<string, string> values, JsonObject body, string name, string text)
    {
        // As it is on the wire: half a surrogate pair can be written there, and not in a string of ours.
        var rest = body.ToJsonString();
        var json = $"{rest[..^1]}{(rest.Length > 2 ? "," : "")}\"{name}\":{Nasty.ToJson(text)}}}";
        var (status, answer) = await SendAsync(endpoint, rule, values, json);
        if (status is < 200 or >= 500 || (status >= 400 && WordsOf(answer).Length < 20))
        {
            _faults.Add($"{rule} with {name} {Nasty.ToJson(text)} answers {status}: {answer}");
        }

        if (status < 300 && answer.StartsWith('{') && JsonDocument.Parse(answer).RootElement.TryGetProperty(name, out var kept)
            && kept.ValueKind == JsonValueKind.String && kept.GetString() is var shown && shown != text.Trim() && shown != text)
        {
            _faults.Add($"{rule} makes {shown} of {name} {text}");
        }
    }

    private Task<(int Status, string Text)> SendAsync(KnownEndpoint endpoint, EndpointRule rule, Dictionary<string, string> values, JsonObject body) =>
        SendAsync(endpoint, rule, values, body.ToJsonString());

    private async Task<(int Status, string Text)> SendAsync(KnownEndpoint endpoint, EndpointRule rule, Dictionary<string, string> values, string body)
    {
        _tried++;
        var caller = rule.Door switch
        {
            Door.Administrators => _administrator,
            Door.Invited => _victim,
            _ => _attacker,
        };
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.PathWith(name => values[name]) + EndpointRule.Filled(rule.Query, values));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await caller.Http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeWriteAttackTests(HomeEditionFixture edition) : WriteAttackContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedWriteAttackTests(DistributedEditionFixture edition) : WriteAttackContract(edition);
