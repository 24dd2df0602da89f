using System.Xml.Linq;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Web.Languages;

/// <summary>A <c>.resx</c> file of the dashboard: the texts of one class in one language.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Class">The class of words.</param>
/// <param name="Language">Its language; null for the neutral one.</param>
internal sealed record WordFile(string Path, string Class, string? Language)
{
    public static string Web { get; } = System.IO.Path.Combine(Repository.Root, "PlantCare.Web");

    public static IReadOnlyList<WordFile> All { get; } =
    [
        .. Sources("*.resx").Select(path => System.IO.Path.GetFileNameWithoutExtension(path).Split('.') is [var name, .. var language]
            ? new WordFile(path, name, language.FirstOrDefault())
            : throw new InvalidOperationException(path)),
    ];

    public static IReadOnlyList<WordFile> Neutral { get; } = [.. All.Where(file => file.Language is null)];

    /// <summary>Every language that any file speaks, but for the neutral one.</summary>
    public static IReadOnlyList<string> Languages { get; } =
        [.. All.Select(file => file.Language).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The type that says these words.</summary>
    public Type Type => typeof(PlantCare.Web.WebRegistration).Assembly.GetTypes().Single(type => type.Name == Class);

    public IReadOnlyDictionary<string, string> Texts => XDocument.Load(Path).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    /// <summary>The same words in another language; null when there are none.</summary>
    public WordFile? In(string language) => All.SingleOrDefault(file => file.Class == Class && file.Language == language);

    /// <summary>The dashboard's own source files.</summary>
    public static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Web, pattern, SearchOption.AllDirectories)
        .Where(path => !System.IO.Path.GetRelativePath(Web, path).Split(System.IO.Path.DirectorySeparatorChar)[0].Equals("obj", StringComparison.Ordinal)
            && !System.IO.Path.GetRelativePath(Web, path).Split(System.IO.Path.DirectorySeparatorChar)[0].Equals("bin", StringComparison.Ordinal));
}
