using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace PlantCare.Tests.Api;

/// <summary>Every error is a problem that says what to do.</summary>
[Collection(ApiTests.Name)]
public sealed class ProblemTests(ApiFixture api)
{
    private const string Json = "application/json";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/plants", "{\"name\":\"a\",\n \"thresholds\":{\"temperature\":{\"min\":\"cold\"}}}", 400, "$.thresholds.temperature.min, line 2")]
    [InlineData("POST", "/plants", "{\"name\":\"a\",\n\n}", 400, "line 3")]
    [InlineData("POST", "/plants", "", 400, "A JSON object is missing")]
    [InlineData("POST", "/plants", "null", 400, "A JSON object is missing")]
    [InlineData("POST", "/plants", "[]", 400, "JSON")]
    [InlineData("POST", "/plants", "{\"name\":\"a\",\"thresholds\":{\"temperature\":{\"for\":\"soon\"}}}", 400, "$.thresholds.temperature.for")]
    [InlineData("POST", "/plants", "{\"name\":\"\\ud800\"}", 400, "$.name")]
    [InlineData("PATCH", "/plants/01890000-0000-7000-8000-000000000000", "{\"active\":null}", 400, "$.active")]
    [InlineData("POST", "/devices", "{\"plant_id\":\"basil\"}", 400, "$.plant_id")]
    [InlineData("POST", "/devices", "{\"config\":{\"channels\":{\"a\":{\"plant_id\":7}}}}", 400, "$.config.channels.a.plant_id")]
    [InlineData("POST", "/auth/login", "{\"email\":7}", 400, "$.email")]
    [InlineData("GET", "/nothing/here", null, 404, "/docs")]
    [InlineData("GET", "/plants/not-a-uuid", null, 404, "/docs")]
    [InlineData("DELETE", "/plants", null, 405, "DELETE")]
    public async Task Request_that_cannot_be_taken_is_answered_with_what_to_do(string method, string path, string? body, int status, string expected)
    {
        using var answer = await api.Administrator.Http.SendJsonAsync(new HttpMethod(method), path, body);

        var problem = await answer.ProblemAsync((HttpStatusCode)status);
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Request", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/plants?limit=many", "limit", "whole number")]
    [InlineData("/data?plant_id=basil", "plant_id", "UUID")]
    [InlineData("/devices?plant_id=", "plant_id", "UUID")]
    public async Task Parameter_that_cannot_be_read_is_blamed(string path, string parameter, string expected)
    {
        using var answer = await api.Administrator.Http.GetAsync(path, Cancellation);

        Assert.Contains(expected, await answer.FaultOfAsync(parameter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_of_another_type_is_answered_with_the_type_to_send()
    {
        using var content = new StringContent("name=Basil", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await api.Administrator.Http.PostAsync("/plants", content, Cancellation);

        var problem = await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        Assert.Contains(Json, problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_over_the_limit_is_refused_whether_its_length_is_told_or_not(bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/plants")
        {
            Content = new StringContent($$"""{"name":"{{new string('a', 300 * 1024)}}"}""", Encoding.UTF8, Json),
        };
        request.Headers.TransferEncodingChunked = isChunked;

        // A sender that waits for 'continue' reads the refusal instead of losing it with the connection.
        request.Headers.ExpectContinue = true;
        using var answer = await api.Administrator.Http.SendAsync(request, Cancellation);

        await answer.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Json_nested_too_deep_is_refused()
    {
        var deep = new string('[', 40) + new string(']', 40);
        using var answer = await api.Administrator.Http.SendJsonAsync(HttpMethod.Post, "/plants", $$$"""{"name":"a","care_info":{"a":{{{deep}}}}}""");

        await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"name":"a","care_info":{"note":"\ud800"}}""", "/plants")]
    [InlineData("""{"config":{"note":"\ud800"}}""", "/devices")]
    public async Task Json_that_no_database_keeps_is_refused(string body, string path)
    {
        using var answer = await api.Administrator.Http.SendJsonAsync(HttpMethod.Post, path, body);

        await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/data?plant_id=01890000-0000-7000-8000-000000000000", 404)]
    [InlineData("/data?limit=many", 400)]
    [InlineData("/data?order=up", 400)]
    [InlineData("/nothing/here", 404)]
    public async Task Problem_comes_also_to_those_who_accept_only_csv(string path, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var answer = await api.Administrator.Http.SendAsync(request, Cancellation);

        await answer.ProblemAsync((HttpStatusCode)status);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData("text/html")]
    public async Task Fault_of_ours_is_a_problem_that_tells_nothing_of_the_inside(string accept)
    {
        await using var host = await ApiHost.StartAsync();
        host.ExpectedErrors = entry =>
            entry.Category == DbLoggerCategory.Database.Command.Name || entry.Exception?.ToString().Contains("no such table", StringComparison.Ordinal) == true;
        using var caller = await host.RegisterAsync();
        await host.LookAsync(database => database.Database.ExecuteSqlRawAsync("DROP TABLE dead_letters; DROP TABLE devices", Cancellation));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/devices");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var answer = await caller.Http.SendAsync(request, Cancellation);

        var problem = await answer.ProblemAsync(HttpStatusCode.InternalServerError);
        Assert.Equal(["detail", "status", "title", "trace_id", "type"], problem.Names().Append("type").Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("table", problem.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(host.Logs.Entries, entry => host.ExpectedErrors(entry));
    }
}
