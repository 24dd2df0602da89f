using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PlantCare.Tests.Infrastructure;

/// <summary>A service of the distributed edition as a process of its own, on a free port.</summary>
internal sealed partial class ServiceProcess : ProgramProcess
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    private ServiceProcess(string program, IEnumerable<KeyValuePair<string, string>> settings)
        : base(program, settings.Append(new("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information")), args: []) =>
        Name = program;

    /// <summary>Which one it is.</summary>
    public string Name { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it and waits until it listens, which is after it has seen its database.</summary>
    /// <param name="program">Which one: <c>PlantCare.Api</c>, <c>PlantCare.Ingest</c>, <c>PlantCare.Web</c>.</param>
    /// <param name="settings">Its settings, all but where to listen.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ServiceProcess> StartAsync(
        string program, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken = default)
    {
        var urls = program switch
        {
            "PlantCare.Api" => "Api__Urls",
            "PlantCare.Web" => "Web__Urls",
            _ => "ASPNETCORE_URLS",
        };
        var service = new ServiceProcess(program, settings.Append(new(urls, "http://127.0.0.1:0")));
        service.Launch();
        await service.WaitUntilReadyAsync(cancellationToken);
        return service;
    }

    /// <summary>What <c>/health</c> says.</summary>
    public async Task<(bool IsHealthy, string Report)> HealthAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = AnswerTimeout };
        using var answer = await http.GetAsync("health", cancellationToken);
        return (answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>A counter of <c>/metrics</c>, summed over its labels; 0 where it was never counted.</summary>
    public async Task<double> CountAsync(string counter, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = AnswerTimeout };
        var text = await http.GetStringAsync("metrics", cancellationToken);

        // plantcare_ingest_messages_total{otel_scope_name="PlantCare.Ingest"} 4711 1767225600000
        return text.Split('\n')
            .Where(line => line.StartsWith(counter, StringComparison.Ordinal) && line.AsSpan(counter.Length) is ['{' or ' ', ..])
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }

    // 2026-03-14T12:00:00.000Z info: Microsoft.Hosting.Lifetime[14] Now listening on: http://127.0.0.1:40123
    protected override bool Read(string line)
    {
        if (ListeningLine().Match(line) is not { Success: true } match)
        {
            return false;
        }

        Address = new Uri(match.Groups["address"].Value);
        return true;
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ListeningLine();
}
