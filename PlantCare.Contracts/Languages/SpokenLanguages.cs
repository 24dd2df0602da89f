using System.Globalization;
using System.Reflection;
using System.Resources;

namespace PlantCare.Contracts.Languages;

/// <summary>The languages that an assembly speaks, found from what lies beside it: a further one is a matter of files.</summary>
public static class SpokenLanguages
{
    /// <summary>The language of its own resources first, then those of its satellite assemblies (<c>de/Name.resources.dll</c>) by their codes.</summary>
    public static IReadOnlyList<CultureInfo> Of(Assembly assembly)
    {
        var neutral = assembly.GetCustomAttribute<NeutralResourcesLanguageAttribute>()?.CultureName ?? "en";
        var satellite = assembly.GetName().Name + ".resources.dll";
        return
        [
            CultureInfo.GetCultureInfo(neutral),
            .. Directory.EnumerateDirectories(AppContext.BaseDirectory)
                .Where(folder => File.Exists(Path.Combine(folder, satellite)))
                .Select(folder => CultureInfo.GetCultureInfo(Path.GetFileName(folder)))
                .OrderBy(language => language.Name, StringComparer.Ordinal),
        ];
    }
}
