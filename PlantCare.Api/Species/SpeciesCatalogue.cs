using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PlantCare.Contracts.Json;
using PlantCare.Contracts.Species;

namespace PlantCare.Api.Species;

/// <summary>The catalogue that comes with the program, read when it is first asked for.</summary>
internal sealed class SpeciesCatalogue
{
    private const int NoMatch = 4;

    private readonly Lazy<Contents> _contents;

    public SpeciesCatalogue()
        : this(ReadFile)
    {
    }

    /// <summary>A catalogue of those species.</summary>
    internal SpeciesCatalogue(Func<SpeciesResponse[]> read) => _contents = new Lazy<Contents>(() => Contents.Of(read()));

    /// <summary>The species of that id, or null.</summary>
    public SpeciesResponse? Find(string id) => _contents.Value.ById.GetValueOrDefault(id);

    /// <summary>The species that is called so, by its id, its scientific name or any common name; null when none is.</summary>
    public SpeciesResponse? FindByName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? null : Find(name) ?? _contents.Value.ByName.GetValueOrDefault(Fold(name));

    /// <summary>The species whose names hold the text, best match first: exact, then beginning, then the beginning of a word, then anywhere.</summary>
    public IEnumerable<SpeciesResponse> Search(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return _contents.Value.All.Select(entry => entry.Species);
        }

        var wanted = Fold(text);
        if (wanted.Length == 0)
        {
            return [];
        }

        return _contents.Value.All
            .Select(entry => (entry.Species, Rank: entry.Names.Min(name => RankOf(name, wanted))))
            .Where(match => match.Rank < NoMatch)
            .OrderBy(match => match.Rank)
            .ThenBy(match => match.Species.CommonNames[0], StringComparer.Ordinal)
            .Select(match => match.Species);
    }

    private static SpeciesResponse[] ReadFile()
    {
        using var file = typeof(SpeciesCatalogue).Assembly.GetManifestResourceStream("species.json")
            ?? throw new InvalidOperationException("The catalogue is not in the assembly.");
        return JsonSerializer.Deserialize<SpeciesResponse[]>(file, PlantCareJson.Options)!;
    }

    private static int RankOf(string name, string wanted) => name.IndexOf(wanted, StringComparison.Ordinal) switch
    {
        0 when name.Length == wanted.Length => 0,
        0 => 1,
        > 0 when name.Contains(' ' + wanted, StringComparison.Ordinal) => 2,
        > 0 => 3,
        _ => NoMatch,
    };

    // Without case, accents and punctuation: 'Ficus benjamína' is 'ficus benjamina', and a hybrid's × may be written as an x.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Trim().Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && folded is [.., not ' '])
            {
                folded.Append(' ');
            }
        }

        return folded.Replace(" x ", " ").ToString().TrimEnd();
    }

    private sealed record Entry(SpeciesResponse Species, string[] Names);

    private sealed record Contents(Entry[] All, FrozenDictionary<string, SpeciesResponse> ById, FrozenDictionary<string, SpeciesResponse> ByName)
    {
        public static Contents Of(SpeciesResponse[] species)
        {
            var entries = species
                .Select(one => new Entry(one, [.. one.CommonNames.Append(one.ScientificName).Select(Fold).Distinct()]))
                .OrderBy(entry => entry.Names[0], StringComparer.Ordinal)
                .ToArray();
            return new Contents(
                entries,
                species.ToFrozenDictionary(one => one.Id, StringComparer.Ordinal),
                entries.SelectMany(entry => entry.Names.Select(name => (name, entry.Species)))
                    .DistinctBy(pair => pair.name)
                    .ToFrozenDictionary(pair => pair.name, pair => pair.Species, StringComparer.Ordinal));
        }
    }
}
