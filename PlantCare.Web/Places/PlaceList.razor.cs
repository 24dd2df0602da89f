using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Places;
using PlantCare.Web.Components;

namespace PlantCare.Web.Places;

/// <summary>The reader's places, and what others share with them.</summary>
public sealed partial class PlaceList : IDisposable
{
    private const int PageSize = 200;
    private const int MostPages = 10;

    private readonly CancellationTokenSource _leaving = new();
    private List<PlaceResponse>? _places;
    private Exception? _failure;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            var places = new List<PlaceResponse>();
            string? cursor = null;
            for (var page = 0; page < MostPages && (page == 0 || cursor is not null); page++)
            {
                var part = await Api.Places.ListAsync(PageSize, cursor, _leaving.Token);
                places.AddRange(part.Data.Where(place => place.Role is null));
                cursor = part.Next;
            }

            _places = places;
            _failure = null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }
}
