using System.Reflection;
using System.Text.RegularExpressions;
using MudBlazor;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Web.Administration;
using PlantCare.Web.Charts;
using PlantCare.Web.Devices;
using PlantCare.Web.Languages;
using PlantCare.Web.Profile;
using PlantCare.Web.Readings;

namespace PlantCare.Tests.Web.Languages;

/// <summary>Classes of words and their files belong together: each member finds its text, and nothing is said by nobody.</summary>
public sealed partial class WordClassTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Classes => [.. WordFile.Neutral.Select(file => file.Class)];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Member_finds_its_text(string words)
    {
        var type = WordFile.Neutral.Single(file => file.Class == words).Type;

        foreach (var property in type.GetProperties(Own))
        {
            Assert.NotEqual("", property.GetValue(null));
        }

        foreach (var method in type.GetMethods(Own).Where(method => !method.IsSpecialName && method.ReturnType == typeof(string)))
        {
            // Twice, so that both forms of a plural and both ways of a choice are asked for.
            method.Invoke(null, [.. method.GetParameters().Select(parameter => Example(parameter.ParameterType, first: true))]);
            method.Invoke(null, [.. method.GetParameters().Select(parameter => Example(parameter.ParameterType, first: false))]);
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Key_belongs_to_a_member(string words)
    {
        var file = WordFile.Neutral.Single(file => file.Class == words);
        string[] members = [.. file.Type.GetProperties(Own).Select(property => property.Name), .. file.Type.GetMethods(Own).Select(method => method.Name)];

        // MudBlazor asks for its own keys.
        Assert.Empty(file.Type == typeof(MudWords)
            ? file.Texts.Keys.Except(MudKeys(), StringComparer.Ordinal)
            : file.Texts.Keys.Where(key => !members.Contains(key.Split('.')[0], StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Member_is_used_by_a_page(string words)
    {
        var source = string.Concat(WordFile.Sources("*.cs").Concat(WordFile.Sources("*.razor")).Select(File.ReadAllText));
        var used = Member().Matches(source).Select(match => (match.Groups["class"].Value, match.Groups["member"].Value)).ToHashSet();
        var type = WordFile.Neutral.Single(file => file.Class == words).Type;

        Assert.Empty(type.GetMembers(Own)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
            .Where(member => !used.Contains((words, member.Name)))
            .Select(member => member.Name));
    }

    [Fact]
    public void Text_is_there_for_every_value_and_for_none_that_does_not_exist()
    {
        Assert.Equal(Enum.GetNames<DeviceStatus>().Order(StringComparer.Ordinal), Variants(nameof(DeviceWords), nameof(DeviceWords.StatusOf)));
        Assert.Equal(Enum.GetNames<RejectionReason>().Order(StringComparer.Ordinal), Variants(nameof(DeviceWords), nameof(DeviceWords.Reason)));
        Assert.Equal(ChartRange.All.Select(range => range.Key).Order(StringComparer.Ordinal), Variants(nameof(ChartWords), nameof(ChartWords.Of)));
        Assert.Equal(ChartRange.All.Select(range => range.Key).Order(StringComparer.Ordinal), Variants(nameof(ChartWords), nameof(ChartWords.Label)));
        Assert.Equal(KnownMetrics.All.Select(metric => metric.Name).Order(StringComparer.Ordinal), Variants(nameof(MetricWords), nameof(MetricWords.Name)));

        var actions = typeof(AuditActions).GetFields(Own).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(actions.Order(StringComparer.Ordinal), Variants(nameof(ProfileWords), nameof(ProfileWords.Action)));

        Assert.Equal(Enum.GetNames<RegistrationMode>().Order(StringComparer.Ordinal), Variants(nameof(AdminWords), nameof(AdminWords.ModeOf)));

        string[] sides = [nameof(Condition.Low), nameof(Condition.High)];
        string[] judged = [.. sides, .. KnownMetrics.All.SelectMany(metric => sides.Select(side => $"{metric.Name}.{side}"))];
        Assert.Empty(Variants(nameof(ReadingWords), nameof(ReadingWords.Outside)).Except(judged, StringComparer.Ordinal));
    }

    [Fact]
    public void MudBlazor_is_translated_as_far_as_its_components_are_used()
    {
        var components = WordFile.Sources("*.razor").SelectMany(path => MudComponent().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["name"].Value.Replace("Provider", "", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var needed = MudKeys().Where(key => components.Contains(key.Split('_')[0]));

        Assert.Equal(needed.Order(StringComparer.Ordinal), WordFile.Neutral.Single(file => file.Class == nameof(MudWords)).Texts.Keys.Order(StringComparer.Ordinal));
    }

    private static object Example(Type type, bool first) => type switch
    {
        _ when type == typeof(string) => first ? "word" : "",
        _ when type == typeof(int) => first ? 1 : 5,
        _ when type == typeof(double) => first ? 1.5 : 12,
        _ when type == typeof(TimeSpan) => first ? TimeSpan.FromMinutes(3) : TimeSpan.FromDays(3),
        _ when type == typeof(Threshold) => new Threshold { Min = 1, Max = 2 },
        _ when type == typeof(ChartRange) => ChartRange.All[first ? 0 : ^1],
        _ when type.IsEnum => Enum.GetValues(type).GetValue(first ? 0 : Enum.GetValues(type).Length - 1)!,
        _ => throw new InvalidOperationException($"No example of {type.Name} yet."),
    };

    private static IEnumerable<string> Variants(string words, string member) => WordFile.Neutral.Single(file => file.Class == words).Texts.Keys
        .Where(key => key.StartsWith(member + ".", StringComparison.Ordinal)).Select(key => key[(member.Length + 1)..]).Order(StringComparer.Ordinal);

    private static IReadOnlyList<string> MudKeys()
    {
        using var keys = new System.Resources.ResourceManager("MudBlazor.Resources.LanguageResource", typeof(MudLocalizer).Assembly)
            .GetResourceSet(System.Globalization.CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!;
        return [.. keys.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key)];
    }

    [GeneratedRegex(@"\b(?<class>\w+Words)\.(?<member>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Member();

    [GeneratedRegex("<(?<name>Mud[A-Za-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MudComponent();
}
