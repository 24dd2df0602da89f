using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PlantCare.Tests.Servers;

/// <summary>
/// Answers as an InfluxDB 2.7.12 was recorded to, exchange by exchange in the order that a test says. It is no server: it shows what the
/// client makes of real answers, and fails on any request that was not expected.
/// </summary>
public sealed class RecordedInflux2(params string[] names) : HttpMessageHandler
{
    private const string Folder = "shared/data";
    private const string FileName = "influxdb-2.7.12-exchanges.jsonl";

    private static readonly Lazy<Dictionary<string, JsonElement>?> Exchanges = new(Load);

    private readonly Queue<string> _names = new(names);

    /// <summary>What was sent, in order.</summary>
    public List<(HttpMethod Method, string Path, AuthenticationHeaderValue? Authorization, string Body)> Requests { get; } = [];

    /// <summary>The body of a recorded answer.</summary>
    public static Stream BodyOf(string name) => new MemoryStream(Encoding.UTF8.GetBytes(Find(name).GetProperty("response").GetProperty("body").GetString()!));

    /// <summary>Fails when an expected request was never sent.</summary>
    public void AssertDone() => Assert.Empty(_names);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.True(_names.TryDequeue(out var name), $"Nobody expected {request.Method} {request.RequestUri}");
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method, request.RequestUri!.PathAndQuery, request.Headers.Authorization, body));

        var exchange = Find(name);
        var recorded = exchange.GetProperty("request");
        Assert.Equal(recorded.GetProperty("method").GetString(), request.Method.Method);
        Assert.Equal(recorded.GetProperty("path").GetString()!.Split('?')[0], request.RequestUri.AbsolutePath);

        var answer = exchange.GetProperty("response");
        var response = new HttpResponseMessage((HttpStatusCode)answer.GetProperty("status").GetInt32())
        {
            Content = new StringContent(answer.GetProperty("body").GetString() ?? ""),
        };
        foreach (var header in answer.GetProperty("headers").EnumerateObject().Where(header => header.Name.StartsWith("X-", StringComparison.Ordinal)))
        {
            response.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        }

        return response;
    }

    private static JsonElement Find(string name)
    {
        if (Exchanges.Value is not { } exchanges)
        {
            Assert.SkipUnless(
                string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase),
                $"{FileName} is not beside the repository, in {Folder}");
            throw new FileNotFoundException($"{FileName} must stand in {Folder} beside the repository.", FileName);
        }

        return exchanges[name];
    }

    private static Dictionary<string, JsonElement>? Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, Folder, FileName);
            if (File.Exists(file))
            {
                return File.ReadLines(file)
                    .Select(line => JsonDocument.Parse(line).RootElement)
                    .ToDictionary(exchange => exchange.GetProperty("name").GetString()!, StringComparer.Ordinal);
            }
        }

        return null;
    }
}
