using System.Xml.Linq;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Architecture;

/// <summary>Who may refer to whom. A new project has to be entered here, which is when to think about it.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Contracts"] = ["Domain"],
        ["Storage"] = ["Domain"],
        ["ServiceDefaults"] = [],
        ["Ingest"] = ["Contracts", "Storage", "ServiceDefaults"],
        ["Api"] = ["Contracts", "Storage", "ServiceDefaults"],
        ["Web"] = ["Contracts", "ServiceDefaults"],
        ["Simulator"] = ["Contracts"],

        // The simulator for its demo (docs/decisions/0008).
        ["Standalone"] = ["Ingest", "Api", "Web", "Simulator"],
        ["AppHost"] = ["Api", "Ingest", "Web", "Simulator", "Standalone"],
        ["Benchmarks"] = ["Domain", "Contracts", "Storage", "ServiceDefaults", "Ingest", "Api", "Web", "Simulator", "Standalone"],
        ["Tests"] = ["Domain", "Contracts", "Storage", "ServiceDefaults", "Ingest", "Api", "Web", "Simulator", "Standalone", "AppHost"],
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Repository.Root, "PlantCare.*").Select(Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_followTheDesign(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"PlantCare.{project} is new: say here whom it may refer to.");

        Assert.Empty(Items(project, "ProjectReference").Select(Name).Except(allowed!));
    }

    [Fact]
    public void Domain_hasNoPackages() => Assert.Empty(Items("Domain", "PackageReference"));

    [Theory]
    [InlineData("Api")]
    [InlineData("Domain")]
    [InlineData("Ingest")]
    [InlineData("Standalone")]
    [InlineData("Web")]
    public void OnlyStorage_knowsADatabase(string project) => Assert.DoesNotContain(
        Items(project, "PackageReference"),
        package => package.Contains("EntityFrameworkCore", StringComparison.Ordinal)
            || package.Contains("Sqlite", StringComparison.Ordinal)
            || package.Contains("Npgsql", StringComparison.Ordinal));

    [Fact]
    public void Domain_doesNoInputOrOutput()
    {
        string[] forbidden = ["System.Net", "System.Data", "Microsoft.Extensions", "Microsoft.AspNetCore"];
        var types = typeof(PlantCare.Domain.Readings.Reading).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        Assert.DoesNotContain(types, name => Array.Exists(forbidden, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static string Name(string path)
    {
        var name = Path.GetFileName(path.Replace('\\', '/'));
        name = name.EndsWith(".csproj", StringComparison.Ordinal) ? name[..^".csproj".Length] : name;
        return name["PlantCare.".Length..];
    }

    private static List<string> Items(string project, string kind) =>
        [.. XDocument.Load(Path.Combine(Repository.Root, $"PlantCare.{project}", $"PlantCare.{project}.csproj"))
            .Descendants(kind)
            .Select(item => (string?)item.Attribute("Include") ?? "")];
}
