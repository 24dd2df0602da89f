using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;
using PlantCare.Web.Plants;

namespace PlantCare.Web.Sharing;

/// <summary>Shares one plant.</summary>
public sealed partial class SharePlant
{
    private PlantResponse? _plant;
    private Exception? _failure;

    /// <summary>The plant.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Title => SharingWords.Title(_plant?.Name ?? PlantWords.TitleMissing);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _plant = await Api.Plants.GetAsync(Id);
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.NotFound)
        {
            Navigation.NotFound();
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }
}
