using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Plants;
using PlantCare.Web.Components;

namespace PlantCare.Web.Plants;

/// <summary>Adds a plant, and leads on to its device.</summary>
public sealed partial class NewPlant
{
    private readonly PlantInput _input = new();
    private PlantResponse? _created;
    private Exception? _failure;
    private bool _busy;

    /// <summary>The place that it is to stand in; null for none.</summary>
    [SupplyParameterFromQuery]
    public Guid? Place { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private async Task CreateAsync()
    {
        _busy = true;
        try
        {
            // Api gives a plant the limits of its species, with margins that suit them; what the person wrote goes over those. Should the
            // second call fail, trying again only repeats that one. A page that is left does not stop what was asked for.
            _created = _created is null
                ? await Api.Plants.CreateAsync(_input.ToRequest() with { PlaceId = Place }, CancellationToken.None)
                : await Api.Plants.UpdateAsync(_created.Id, _input.ToChange(_created.Thresholds), CancellationToken.None);
            if (_input.HasOwnLimits)
            {
                await Api.Plants.UpdateAsync(_created.Id, _input.ToLimits(_created.Thresholds), CancellationToken.None);
            }

            Navigation.NavigateTo(PlantAddress.AddDevice(_created.Id));
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
        finally
        {
            _busy = false;
        }
    }
}
