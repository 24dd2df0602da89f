using System.Reflection;
using PlantCare.Api.Audit;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>The words of the audit log.</summary>
public sealed class AuditActionTests
{
    private static readonly List<FieldInfo> Actions = [.. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static)];

    [Fact]
    public void Every_action_is_written_by_something()
    {
        var code = string.Concat(Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "PlantCare.Api"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith($"{nameof(AuditActions)}.cs", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        Assert.True(Actions.Count > 30, $"Only {Actions.Count} actions were found.");
        Assert.DoesNotContain(Actions.Select(action => $"{nameof(AuditActions)}.{action.Name}"), name => !code.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_action_has_a_word_of_its_own() =>
        Assert.Equal(Actions.Count, Actions.Select(action => action.GetRawConstantValue()).Distinct().Count());
}
