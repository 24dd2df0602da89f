using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Auth;
using PlantCare.Tests.Api.Matrix;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Api;

/// <summary>The OpenAPI document says what Api does, and its page needs nobody else.</summary>
[Collection(ApiTests.Name)]
public sealed partial class DocumentTests(ApiFixture api)
{
    private static readonly string[] NotOfTheContract = ["/openapi", "/docs", "/health", "/alive", "/metrics"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_has_every_route_and_no_other()
    {
        var documented =
            from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        var mapped =
            from route in api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let pattern = "/" + Constraint().Replace(route.RoutePattern.RawText!.Trim('/'), "}")
            where !NotOfTheContract.Any(prefix => pattern.StartsWith(prefix, StringComparison.Ordinal))
            from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select $"{method} {pattern}";

        Assert.Equal(mapped.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_names_everything_in_snake_case_but_Identitys_messages()
    {
        var document = await DocumentAsync();
        var wrong = new List<string>();
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            if (schema.Value.TryGetProperty("properties", out var properties))
            {
                var isIdentity = IdentitySchema().IsMatch(schema.Name);
                wrong.AddRange(properties.EnumerateObject()
                    .Where(property => !(isIdentity ? CamelCase() : SnakeCase()).IsMatch(property.Name))
                    .Select(property => $"{schema.Name}.{property.Name}"));
            }
        }

        foreach (var (name, operation) in OperationsOf(document).Where(operation => !operation.Name.Contains(" /auth/", StringComparison.Ordinal)))
        {
            wrong.AddRange(ParametersOf(operation).Where(parameter => !SnakeCase().IsMatch(parameter)).Select(parameter => $"{name}: {parameter}"));
        }

        Assert.Empty(wrong);
        var tokens = document.GetProperty("components").GetProperty("schemas").GetProperty("AccessTokenResponse").GetProperty("properties");
        Assert.Equal(["accessToken", "expiresIn", "refreshToken", "tokenType"], tokens.Names());
    }

    [Fact]
    public async Task Document_says_who_may_call()
    {
        foreach (var (name, operation) in OperationsOf(await DocumentAsync()))
        {
            var scheme = operation.TryGetProperty("security", out var security) ? Assert.Single(security.EnumerateArray()).Names().Single() : null;
            var isOpen = EndpointRules.Opened.Contains(name, StringComparer.Ordinal);
            var expected = name == "POST /data" ? "device" : isOpen ? null : "bearer";
            Assert.True(expected == scheme, $"{name} has {scheme ?? "no scheme"}");
            Assert.True(isOpen || operation.GetProperty("responses").TryGetProperty("401", out _), $"{name} has no 401");
        }
    }

    [Fact]
    public async Task Document_says_which_scope_of_a_key_an_operation_takes()
    {
        var operations = OperationsOf(await DocumentAsync()).ToDictionary(operation => operation.Name, operation => operation.Operation, StringComparer.Ordinal);
        foreach (var endpoint in RouteTable.Of(api.Host).Where(endpoint => operations.ContainsKey(endpoint.ToString())))
        {
            var operation = operations[endpoint.ToString()];
            var description = operation.TryGetProperty("description", out var text) ? text.GetString()! : "";
            var expected = $"scope '{endpoint.Scope.ToString().ToLowerInvariant()}'";
            Assert.True(
                endpoint.Scope == ApiScopes.None ? !description.Contains("scope '", StringComparison.Ordinal) : description.Contains(expected, StringComparison.Ordinal),
                $"{endpoint}: {description}");
        }

        Assert.Contains("scope 'command'", operations["POST /devices/{device_id}/commands"].GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_says_of_every_operation_of_ours_what_it_does_and_answers()
    {
        foreach (var (name, operation) in OperationsOf(await DocumentAsync()).Where(operation => IsOurs(operation.Name)))
        {
            Assert.True(operation.TryGetProperty("summary", out var summary) && summary.GetString()!.Length > 5, $"{name} has no summary");
            Assert.True(operation.TryGetProperty("operationId", out _), $"{name} has no operationId");
            Assert.All(
                operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [],
                parameter => Assert.True(parameter.TryGetProperty("description", out _), $"{name} does not say what {parameter.GetProperty("name")} is"));
            Assert.All(
                operation.GetProperty("responses").EnumerateObject().Where(answer => answer.Name[0] == '4'),
                answer => Assert.Equal(["application/problem+json"], answer.Value.GetProperty("content").Names()));
            Assert.True(operation.GetProperty("responses").EnumerateObject().Any(answer => answer.Name[0] == '2'), $"{name} has no good answer");
        }
    }

    [Theory]
    [InlineData("PageOfLatestRow", "LatestRow")]
    [InlineData("AggregatedResponse", "AggregatedRow")]
    public async Task Document_lets_metrics_stand_beside_the_members_of_a_row(string list, string schema)
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        var items = schemas.GetProperty(list).GetProperty("properties").GetProperty("data").GetProperty("items");
        Assert.Equal("#/components/schemas/" + schema, items.GetProperty("$ref").GetString());
        var row = schemas.GetProperty(schema);
        Assert.Contains("plant_id", row.GetProperty("properties").Names());
        Assert.Equal(JsonValueKind.Object, row.GetProperty("additionalProperties").ValueKind);
        Assert.DoesNotContain("metrics", row.GetProperty("properties").Names());
    }

    [Fact]
    public async Task Document_describes_what_a_change_may_hold_by_what_it_holds()
    {
        var members = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty("UpdatePlantRequest").GetProperty("properties");

        Assert.Equal(["active", "care_info", "location", "name", "place_id", "species", "thresholds"], members.Names());
        Assert.EndsWith("/PatchOfstring", members.GetProperty("name").GetProperty("$ref").GetString(), StringComparison.Ordinal);
        var name = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty("PatchOfstring");
        Assert.Contains("string", name.GetProperty("type").GetRawText(), StringComparison.Ordinal);
        Assert.False(name.TryGetProperty("properties", out _));
    }

    [Fact]
    public async Task Document_says_what_is_in_every_list()
    {
        var lists =
            from schema in (await DocumentAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _)
            from property in schema.Value.GetProperty("properties").EnumerateObject()
            where property.Value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "array"
            select (Name: $"{schema.Name}.{property.Name}", property.Value);

        Assert.True(lists.Count() >= 8);
        Assert.All(lists, list => Assert.True(list.Value.TryGetProperty("items", out _), list.Name));
    }

    [Theory]
    [InlineData("PlantResponse", "created_at", "string", "date-time")]
    [InlineData("DeviceResponse", "last_seen", "null string", "date-time")]
    [InlineData("Threshold", "for", "string", "duration")]
    public async Task Document_says_how_times_are_written(string schema, string member, string types, string format)
    {
        var time = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(member);

        var type = time.GetProperty("type");
        Assert.Equal(types, type.ValueKind == JsonValueKind.Array ? string.Join(' ', type.EnumerateArray()) : type.GetString());
        Assert.Equal(format, time.GetProperty("format").GetString());
    }

    [Fact]
    public async Task Document_resolves_every_reference()
    {
        using var answer = await api.Host.Anonymous.GetAsync("/openapi/v1.json", Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var schemas = JsonDocument.Parse(text).RootElement.GetProperty("components").GetProperty("schemas");

        var referenced = Reference().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(referenced);
        Assert.Empty(referenced.Except(schemas.Names(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_shows_the_operations_and_asks_nobody_but_this_host()
    {
        PlantCare.Tests.Infrastructure.Require.File("/usr/bin/chromium");
        var chromium = new Chromium();
        await chromium.InitializeAsync();
        await using var _ = chromium;
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = api.Host.Anonymous.BaseAddress!.ToString() });
        var page = await context.NewPageAsync();
        var asked = new ConcurrentQueue<Uri>();
        page.Request += (_, request) => asked.Enqueue(new Uri(request.Url));

        await page.GotoAsync("/docs");
        await page.GetByText("Who may register, and whether anybody administers yet").First.WaitForAsync(new() { Timeout = 60_000 });

        Assert.Contains(asked, uri => uri.AbsolutePath == "/openapi/v1.json");
        Assert.Equal(0, await page.GetByText("Ask AI").CountAsync());
        Assert.DoesNotContain(asked, uri => uri.Scheme is "http" or "https" && uri.Authority != api.Host.Anonymous.BaseAddress.Authority);
    }

    private static bool IsOurs(string operation) => !IdentityOperation().IsMatch(operation);

    private static IEnumerable<(string Name, JsonElement Operation)> OperationsOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static IEnumerable<string> ParametersOf(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!)
        : [];

    private async Task<JsonElement> DocumentAsync()
    {
        using var answer = await api.Host.Anonymous.GetAsync("/openapi/v1.json", Cancellation);
        return await answer.JsonAsync();
    }

    [GeneratedRegex(@":[^}/]+\}", RegexOptions.None, 1_000)]
    private static partial Regex Constraint();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SnakeCase();

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$", RegexOptions.None, 1_000)]
    private static partial Regex CamelCase();

    [GeneratedRegex(" /auth/(register|login|refresh|confirmEmail|resendConfirmationEmail|forgotPassword|resetPassword|manage/2fa|manage/info)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex IdentityOperation();

    // Of Microsoft.AspNetCore.Identity.Data and Microsoft.AspNetCore.Authentication.BearerToken.
    [GeneratedRegex("^(AccessToken|Info|TwoFactor|ForgotPassword|Login|Refresh|Register|ResendConfirmationEmail|ResetPassword)(Request|Response)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex IdentitySchema();

    [GeneratedRegex("\"#/components/schemas/(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Reference();
}
