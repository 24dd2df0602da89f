using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Species;
using PlantCare.Domain.Plants;
using PlantCare.Web.Components;

namespace PlantCare.Web.Plants;

/// <summary>What a plant is, where it stands and what it wants, to be filled in.</summary>
public sealed partial class PlantForm
{
    private readonly List<string> _faults = [];
    private List<LimitInput> _limits = [];
    private SpeciesResponse? _known;
    private string _name = "";
    private string? _species;
    private string? _location;
    private bool _busy;
    private Guid? _shown = Guid.Empty;

    /// <summary>The catalogue.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SpeciesResponse> Catalogue { get; set; }

    /// <summary>What the button says.</summary>
    [Parameter, EditorRequired]
    public required string Action { get; set; }

    /// <summary>The plant as it is; null for a new one.</summary>
    [Parameter]
    public PlantResponse? Plant { get; set; }

    /// <summary>Saves; what goes wrong is shown here.</summary>
    [Parameter, EditorRequired]
    public required Func<CreatePlantRequest, Task> Save { get; set; }

    /// <summary>More buttons.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_shown == Plant?.Id)
        {
            return;
        }

        _shown = Plant?.Id;
        (_name, _species, _location) = (Plant?.Name ?? "", Plant?.Species, Plant?.Location);
        _known = Find(_species);
        ShowLimits(Plant?.Thresholds);
    }

    private void ChooseSpecies(ChangeEventArgs change)
    {
        _species = change.Value as string;
        _known = Find(_species);
        if (_known is { } species && Plant is null)
        {
            ShowLimits(LimitInput.Usual.Where(species.Ranges.ContainsKey)
                .ToDictionary(metric => metric, metric => new Threshold { Min = species.Ranges[metric].Min, Max = species.Ranges[metric].Max }));
        }

        if (_name.Length == 0 && _known is not null)
        {
            _name = _known.CommonNames[0];
        }
    }

    private void ShowLimits(IReadOnlyDictionary<string, Threshold>? thresholds) =>
        _limits = [.. LimitInput.Usual.Union(thresholds?.Keys ?? []).Select(metric => LimitInput.Of(metric, thresholds?.GetValueOrDefault(metric)))];

    private SpeciesResponse? Find(string? name) => string.IsNullOrWhiteSpace(name)
        ? null
        : Catalogue.FirstOrDefault(species => species.CommonNames.Append(species.ScientificName)
            .Any(known => known.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)));

    private async Task SubmitAsync()
    {
        // step 1: what is typed
        _faults.Clear();
        var thresholds = new Dictionary<string, Threshold>(StringComparer.Ordinal);
        foreach (var limit in _limits)
        {
            if (!limit.TryRead(out var threshold))
            {
                _faults.Add(limit.Fault);
            }
            else if (threshold is not null)
            {
                thresholds[limit.Metric] = threshold;
            }
        }

        if (string.IsNullOrWhiteSpace(_name))
        {
            _faults.Insert(0, PlantWords.NameMissing);
        }

        if (_faults.Count > 0)
        {
            return;
        }

        // step 2: a new plant of a known species whose limits were left alone takes the catalogue's, patience included
        _busy = true;
        try
        {
            var asCatalogue = Plant is null && _known is { } species && thresholds.All(pair =>
                species.Ranges.GetValueOrDefault(pair.Key) is { } range && range.Min == pair.Value.Min && range.Max == pair.Value.Max);
            await Save(new CreatePlantRequest(_name, _species, _location, asCatalogue ? null : thresholds));
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _faults.AddRange(Failures.Describe(exception));
        }
        finally
        {
            _busy = false;
        }
    }
}
