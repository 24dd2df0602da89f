using System.Text;
using System.Text.Json;
using PlantCare.Tests.Api.Matrix;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Attacks;

/// <summary>
/// Every parameter of every endpoint, whichever are added later, in addresses and, where nobody has signed in yet, in bodies: whatever is
/// written there, the answer is no fault of ours. What one database takes, another refuses.
/// </summary>
public abstract class QuestionAttackContract(Edition edition)
{
    private static readonly string[] Worst =
    [
        "a\0b", "x\r\nSet-Cookie: y=z", "'\"\\; --", new string('x', 5_000), "-999999999999w", "99999999999999999999", "🌿",
    ];

    private readonly List<string> _faults = [];
    private int _tried;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parameters_that_are_nonsense_are_no_fault_of_ours()
    {
        using var administrator = await edition.RegisterAdministratorAsync();
        using var device = edition.CreateClientElsewhere();
        var property = new MatrixProperty(edition, administrator, administrator);
        await property.FillAsync(await property.AddPlaceAsync("Home"));
        var document = await BodyMembers.ReadAsync(administrator.Http);
        var rules = EndpointRules.All.Where(rule => rule.Spends is Spends.Nothing or Spends.Thing).DistinctBy(rule => rule.Endpoint).ToDictionary(rule => rule.Endpoint);
        foreach (var endpoint in RouteTable.Of(edition.Services).Where(endpoint => rules.ContainsKey(endpoint.ToString())))
        {
            var rule = rules[endpoint.ToString()];
            var http = rule.Door == Door.Anyone ? device : administrator.Http;
            var values = property.Standing;
            foreach (var name in endpoint.QueryParameters)
            {
                foreach (var text in name == "cursor" ? [Cursor("a\0b"), Cursor("a\0b", MatrixProperty.UnknownId), Cursor("a", "b"), Worst[0]] : Worst)
                {
                    await SendAsync(http, endpoint, PathOf(endpoint, values) + $"?{name}={Uri.EscapeDataString(text)}", rule.Body is null ? null : "{}");
                }
            }

            foreach (var key in endpoint.PathParameters)
            {
                // Kestrel itself refuses a NUL there.
                foreach (var text in Worst.Where(text => text.Length is > 0 and < 1_000 && !text.Contains('\0', StringComparison.Ordinal)))
                {
                    await SendAsync(http, endpoint, endpoint.PathWith(name => name == key ? Uri.EscapeDataString(text) : values.GetValueOrDefault(name, "v1")), rule.Body is null ? null : "{}");
                }
            }

            // Those who have signed in are tried by the texts that they may write.
            foreach (var name in rule.Door == Door.Anyone ? document.Of(endpoint).Keys : Enumerable.Empty<string>())
            {
                foreach (var text in Worst)
                {
                    var body = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["email"] = "nobody@example.com",
                        ["password"] = "short",
                        ["resetCode"] = "none",
                        ["newPassword"] = "short",
                        ["refreshToken"] = "none",
                        [name] = text,
                    };
                    await SendAsync(http, endpoint, endpoint.Pattern, JsonSerializer.Serialize(body));
                }
            }
        }

        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        Assert.True(_tried >= 500, $"Only {_tried} attempts were made.");
    }

    private static string PathOf(KnownEndpoint endpoint, Dictionary<string, string> values) => endpoint.PathWith(name => values.GetValueOrDefault(name, "v1"));

    private static string Cursor(params string[] parts) => PlantCare.Api.Paging.PageRequest.Encode(parts);

    private async Task SendAsync(HttpClient http, KnownEndpoint endpoint, string path, string? body)
    {
        _tried++;
        using var request = new HttpRequestMessage(endpoint.Method == "*" ? HttpMethod.Get : new HttpMethod(endpoint.Method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (endpoint.IsForAnyone)
        {
            // Each from somewhere else: how often one may ask is another matter.
            request.Headers.Add("X-Forwarded-For", $"10.{_tried / 65_536 % 256}.{_tried / 256 % 256}.{_tried % 256}");
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        if ((int)answer.StatusCode >= 500)
        {
            _faults.Add($"{endpoint.Method} {(path.Length > 200 ? path[..200] : path)} {(body?.Length > 300 ? body[..300] : body)} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
        }
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeQuestionAttackTests(HomeEditionFixture edition) : QuestionAttackContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedQuestionAttackTests(DistributedEditionFixture edition) : QuestionAttackContract(edition);
