using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Matrix;

/// <summary>
/// Every endpoint of the route table, whichever are added later, called by everybody: it answers as <see cref="EndpointRules"/> says. What is
/// another account's is answered as what does not exist, in the same words; what was refused has changed nothing; nothing answers 5xx.
/// </summary>
public abstract class EndpointMatrixContract(Edition edition)
{
    // Parameters that name nobody's property.
    private static readonly string[] Harmless =
    [
        "limit", "cursor", "active", "direction", "search", "start_time", "end_time", "field", "sensor", "order", "format", "window", "every", "state", "reason",
    ];

    private readonly List<string> _faults = [];
    private int _calls;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_answers_every_caller_as_its_rule_says()
    {
        // step 1: every endpoint has a rule, every parameter a meaning
        var endpoints = RouteTable.Of(edition.Services);
        using var scene = await MatrixScene.SetAsync(edition);
        var cases = RulesOf(endpoints, scene.Property.Standing);

        // step 2: who may not is refused, and has changed nothing
        var before = await scene.Property.StateAsync();
        foreach (var (endpoint, rule) in cases)
        {
            foreach (var caller in scene.Callers.Where(caller => rule.ExpectedOf(caller) != rule.Answer))
            {
                await CallRefusedAsync(caller, endpoint, rule, scene.Property.Standing);
            }
        }

        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        Assert.Equal(before, await scene.Property.StateAsync());

        // step 3: who may is let in, and shown nothing of others
        foreach (var (endpoint, rule) in cases)
        {
            foreach (var caller in scene.Callers.Where(caller => rule.ExpectedOf(caller) == rule.Answer))
            {
                await CallAllowedAsync(scene, caller, endpoint, rule);
            }
        }

        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        Assert.True(_calls >= 1_500, $"Only {_calls} calls were made.");
    }

    private List<(KnownEndpoint Endpoint, EndpointRule Rule)> RulesOf(List<KnownEndpoint> endpoints, Dictionary<string, string> values)
    {
        var rules = EndpointRules.All.ToLookup(rule => rule.Endpoint, StringComparer.Ordinal);
        _faults.AddRange(endpoints.Where(endpoint => !rules.Contains(endpoint.ToString())).Select(endpoint => $"{endpoint} has no rule"));
        var isHome = edition is HomeEditionFixture;
        _faults.AddRange(rules.Where(group => group.Any(rule => isHome || !rule.AtHome)).Select(group => group.Key)
            .Except(endpoints.Select(endpoint => endpoint.ToString()), StringComparer.Ordinal).Select(name => $"{name} has a rule and is not there"));
        var cases = new List<(KnownEndpoint, EndpointRule)>();
        foreach (var endpoint in endpoints)
        {
            var names = endpoint.PathParameters.Concat(endpoint.QueryParameters.Except(Harmless, StringComparer.Ordinal)).ToList();
            var unknown = names.Where(name => !values.ContainsKey(name) && endpoint is not { IsForAnyone: true }).ToList();
            _faults.AddRange(unknown.Select(name => $"{endpoint}: what is {name}?"));
            if (unknown.Count == 0)
            {
                cases.AddRange(rules[endpoint.ToString()].SelectMany(rule => WithQueries(endpoint, rule)).Select(rule => (endpoint, rule)));
            }
        }

        return cases;
    }

    // What a parameter names must be seen by who asks for it, too.
    private static IEnumerable<EndpointRule> WithQueries(KnownEndpoint endpoint, EndpointRule rule)
    {
        yield return rule;
        foreach (var name in rule.Door == Door.Accounts ? endpoint.QueryParameters.Except(Harmless, StringComparer.Ordinal) : [])
        {
            yield return rule with { Door = name == "user_id" ? Door.Readings : Door.Plant, Asks = name };
        }
    }

    private async Task CallRefusedAsync(MatrixCaller caller, KnownEndpoint endpoint, EndpointRule rule, Dictionary<string, string> values)
    {
        var expected = rule.ExpectedOf(caller);
        var (status, type, text) = await SendAsync(caller, endpoint, rule, values);
        if (status != expected || type != "application/problem+json")
        {
            _faults.Add($"{rule} answers {caller} with {status} {type}, not {expected}: {text}");
        }

        // In the same words as what is nobody's.
        if (caller is { Sort: CallerSort.Person, Rights: PlantRights.None } && status == 404 && rule.Door != Door.Sitters)
        {
            var nobodys = values.ToDictionary(
                pair => pair.Key, pair => pair.Key.StartsWith('$') ? pair.Value : MatrixProperty.Nobodys.GetValueOrDefault(pair.Key, MatrixProperty.UnknownId), StringComparer.Ordinal);
            var (_, _, unknown) = await SendAsync(caller, endpoint, rule, nobodys);
            if (DetailOf(text) != DetailOf(unknown))
            {
                _faults.Add($"{rule} tells {caller} what is somebody's from what is nobody's: {text} / {unknown}");
            }
        }
    }

    private async Task CallAllowedAsync(MatrixScene scene, MatrixCaller caller, KnownEndpoint endpoint, EndpointRule rule)
    {
        var values = await scene.Property.FreshAsync(rule);
        var spare = await scene.SpareAsync(caller, rule, values);
        var (status, _, text) = await SendAsync(spare, endpoint, rule, values);
        if (status != rule.Answer)
        {
            _faults.Add($"{rule} answers {caller} with {status}, not {rule.Answer}: {text}");
        }

        if (caller.Name == "other user" && rule.Door is Door.Accounts)
        {
            // An invitation that it accepts on the way says who invites, and species are everybody's.
            var shown = scene.Property.Standing.Where(pair => pair.Key.EndsWith('}') && pair.Key is not ("users/{id}" or "species/{id}") && pair.Value.Length > 8 && text.Contains(pair.Value, StringComparison.OrdinalIgnoreCase));
            _faults.AddRange(shown.Select(pair => $"{rule} shows {caller} the owner's {pair.Key}"));
        }
    }

    private async Task<(int Status, string? Type, string Text)> SendAsync(
        MatrixCaller caller, KnownEndpoint endpoint, EndpointRule rule, Dictionary<string, string> values)
    {
        _calls++;
        var path = endpoint.PathWith(name => values.GetValueOrDefault(name, "v1")) + EndpointRule.Filled(rule.Query, values) + (rule.Asks is { } asked ? $"?{asked}={values[asked]}" : "");
        using var request = new HttpRequestMessage(endpoint.Method == "*" ? HttpMethod.Get : new HttpMethod(endpoint.Method), path);
        request.Content = rule.Body is { } body ? new StringContent(EndpointRule.Filled(body, values), Encoding.UTF8, new MediaTypeHeaderValue("application/json")) : null;

        // Live events have no end.
        using var answer = await caller.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var type = answer.Content.Headers.ContentType?.MediaType;
        var text = type == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(Cancellation);
        return ((int)answer.StatusCode, type, text);
    }

    private static string? DetailOf(string problem) => JsonDocument.Parse(problem).RootElement.GetProperty("detail").GetString();
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeEndpointMatrixTests(HomeEditionFixture edition) : EndpointMatrixContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedEndpointMatrixTests(DistributedEditionFixture edition) : EndpointMatrixContract(edition);
