using System.Reflection;
using System.Text.RegularExpressions;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Architecture;

/// <summary>What the documentation says exists must exist.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy"), "*.md", SearchOption.AllDirectories))
            .Select(page => Path.GetRelativePath(Repository.Root, page))];

    public static TheoryData<Type, string> Settings => new()
    {
        { typeof(PlantCare.Standalone.Broker.MqttSettings), "Mqtt" },
        { typeof(PlantCare.Ingest.IngestSettings), "Ingest" },
        { typeof(PlantCare.Ingest.Mqtt.SubscriberSettings), "Subscriber" },
        { typeof(PlantCare.Api.Broker.DeviceAccountSettings), "DeviceAccounts" },
        { typeof(PlantCare.Api.Live.LiveSettings), "Live" },
        { typeof(PlantCare.Api.Commands.CommandSettings), "Commands" },
        { typeof(PlantCare.Api.Accounts.Passkeys.PasskeySettings), "Passkeys" },
        { typeof(PlantCare.Standalone.Tls.TlsSettings), "Tls" },
        { typeof(PlantCare.ServiceDefaults.Keys.KeySettings), "Keys" },
        { typeof(PlantCare.Api.ApiSettings), "Api" },
        { typeof(PlantCare.ServiceDefaults.Http.HttpSettings), "Http" },
        { typeof(PlantCare.ServiceDefaults.RateLimits.RateLimitSettings), "RateLimits" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_toFilesOfTheRepository_areThere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var missing = Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Setting_isDocumented(Type settings, string section)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "settings.md"));
        var missing = settings.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => $"`{section}__{property.Name}`")
            .Where(key => !page.Contains(key, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Tests_thatTheThreatModelNames_areThere()
    {
        var named = NamedTest().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"))).ToArray();
        var classes = typeof(DocumentationTests).Assembly.GetTypes().ToLookup(type => type.Name, StringComparer.Ordinal);
        var missing = named
            .Where(test => !classes[test.Groups["class"].Value].Any(type => type.GetMethod(test.Groups["method"].Value) is not null))
            .Select(test => test.Value);

        Assert.NotEmpty(named);
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"`(?<class>\w+(Tests|Contract))\.(?<method>\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();
}
