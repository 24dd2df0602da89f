using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace PlantCare.Tests.Api;

/// <summary>Every endpoint of the route table that takes something, whichever are added later, against bodies that are made to hurt.</summary>
public sealed class BodyAttackTests
{
    private const string Unknown = "01890000-0000-7000-8000-00000000dead";
    private const int Depth = 10_000;
    private const int UsualLimit = 256 * 1024;

    private static readonly HttpMethod[] Takes = [HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_refuses_what_is_nested_too_deep_or_too_long()
    {
        await using var host = await ApiHost.StartAsync();
        using var administrator = await host.RegisterAsync();
        var device = await administrator.AddDeviceAsync();

        // Another one: what is tried below gives the first new secrets.
        var posting = await administrator.AddDeviceAsync();
        using var sensor = host.CreateClient();
        sensor.DefaultRequestHeaders.Authorization = ApiCaller.Basic(posting.DeviceId, posting.Secret);
        string[] deep = [Nested('[', ']'), $$"""{"name":{{Nested('[', ']')}}}""", $$"""{"config":{{string.Concat(Enumerable.Repeat("{\"a\":", Depth))}}"""];

        var (tried, faults) = (0, new List<string>());
        var endpoints = RouteTable.Of(host).Where(endpoint => Takes.Contains(new HttpMethod(endpoint.Method)));

        // Whoever has signed out is refused for that.
        foreach (var endpoint in endpoints.OrderBy(endpoint => endpoint.Pattern == "/auth/logout"))
        {
            var http = endpoint.IsForDevices ? sensor : administrator.Http;
            var path = endpoint.PathWith(name => name.Contains("device_id", StringComparison.Ordinal) ? device.DeviceId : Unknown);
            var limit = endpoint.Route.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? UsualLimit;
            var takesBody = endpoint.IsForDevices || endpoint.Route.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
            foreach (var body in deep.Append($$"""{"name":"{{new string('a', (int)limit)}}"}"""))
            {
                tried++;
                using var answer = await SendAsync(http, endpoint.Method, path, body);
                var isRefused = answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
                    && answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
                if ((int)answer.StatusCode >= 500 || (takesBody && !isRefused))
                {
                    faults.Add($"{endpoint} answered {(int)answer.StatusCode} to {body.Length} characters that begin with {body[..12]}");
                }
            }
        }

        Assert.Empty(faults);
        Assert.True(tried >= 60, $"Only {tried} attempts were made.");
        using var after = await host.Anonymous.GetAsync(new Uri("/alive", UriKind.Relative), Cancellation);
        after.EnsureSuccessStatusCode();
    }

    private static string Nested(char open, char close) => new string(open, Depth) + new string(close, Depth);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        // A sender that waits for 'continue' reads the refusal instead of losing it with the connection.
        request.Headers.ExpectContinue = true;
        return await http.SendAsync(request, Cancellation);
    }
}
