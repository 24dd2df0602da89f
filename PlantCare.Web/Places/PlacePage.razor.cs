using System.Net;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Sharing;
using PlantCare.Web.Components;

namespace PlantCare.Web.Places;

/// <summary>One place: its plants, and for who may change it, what it is.</summary>
public sealed partial class PlacePage : IDisposable
{
    private const int PageSize = 200;
    private const int MostPages = 10;

    private readonly CancellationTokenSource _leaving = new();
    private PlaceInput _input = new();
    private PlaceResponse? _place;
    private List<PlantResponse> _inside = [];
    private List<PlantResponse> _outside = [];
    private Guid _chosen;
    private Guid _read;
    private string? _problem;
    private Exception? _failure;
    private bool _busy;

    /// <summary>The place.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool MayChange => _place?.Role is null or ShareRole.Owner;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_read == Id)
        {
            return Task.CompletedTask;
        }

        (_read, _place) = (Id, null);
        return TryAsync(LoadAsync);
    }

    private async Task LoadAsync()
    {
        _place = await Api.Places.GetAsync(Id, _leaving.Token);
        _input = new PlaceInput(_place);
        var plants = new List<PlantResponse>();
        string? cursor = null;
        for (var page = 0; page < MostPages && (page == 0 || cursor is not null); page++)
        {
            var part = await Api.Plants.ListAsync(PageSize, cursor, cancellationToken: _leaving.Token);
            plants.AddRange(part.Data);
            cursor = part.Next;
        }

        // Only its owner's plants can stand in it, and only those that the reader may change.
        _inside = [.. plants.Where(plant => plant.PlaceId == Id)];
        _outside = [.. plants.Where(plant => plant.PlaceId != Id && plant.UserId == _place.UserId && (plant.Role is null or ShareRole.Owner))];
        _chosen = _outside is [var first, ..] ? first.Id : Guid.Empty;
    }

    private Task PutAsync() => _chosen == Guid.Empty ? Task.CompletedTask : MoveAsync(_chosen, Id);

    private Task MoveAsync(Guid plant, Guid? place) => TryAsync(async () =>
    {
        await Api.Plants.UpdateAsync(plant, new UpdatePlantRequest { PlaceId = place }, CancellationToken.None);
        await LoadAsync();
    });

    private async Task SaveAsync()
    {
        _problem = _input.Problem;
        if (_problem is null)
        {
            await TryAsync(async () =>
            {
                var change = new UpdatePlaceRequest { Name = _input.Name.Trim(), Kind = _input.Kind };
                _place = await Api.Places.UpdateAsync(Id, change, CancellationToken.None);
            });
        }
    }

    private async Task DeleteAsync()
    {
        if (await Dialogs.ConfirmAsync(PlaceWords.DeleteTitle(_place!.Name), PlaceWords.DeleteMessage, PlaceWords.Delete))
        {
            await TryAsync(async () =>
            {
                await Api.Places.DeleteAsync(Id, CancellationToken.None);
                Navigation.NavigateTo(PlaceAddress.All);
            });
        }
    }

    private async Task TryAsync(Func<Task> deed)
    {
        _busy = true;
        try
        {
            await deed();
            _failure = null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.NotFound)
        {
            Navigation.NotFound();
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
