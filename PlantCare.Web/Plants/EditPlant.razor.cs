using System.Net;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;

namespace PlantCare.Web.Plants;

/// <summary>Changes a plant, or deletes it.</summary>
public sealed partial class EditPlant : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private PlantResponse? _plant;
    private PlantInput? _input;
    private Exception? _failure;
    private bool _busy;

    /// <summary>The plant.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

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
            _plant = await Api.Plants.GetAsync(Id, _leaving.Token);
            _input = new PlantInput(_plant);
            _failure = null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            Navigation.NotFound();
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }

    private Task SaveAsync() => DoAsync(async () =>
    {
        var saved = await Api.Plants.UpdateAsync(Id, _input!.ToChange(_plant!.Thresholds), CancellationToken.None);
        Toasts.Say(PlantWords.Saved(saved.Name));
        Navigation.NavigateTo(PlantAddress.Of(Id));
    });

    private async Task DeleteAsync()
    {
        var name = _plant!.Name;
        if (await Dialogs.ConfirmAsync(PlantWords.DeleteTitle(name), PlantWords.DeleteMessage, PlantWords.Delete, name, PlantWords.TypeName(name)))
        {
            await DoAsync(async () =>
            {
                await Api.Plants.DeleteAsync(Id, CancellationToken.None);
                Toasts.Say(PlantWords.Deleted(name));
                Navigation.NavigateTo("/");
            });
        }
    }

    private async Task DoAsync(Func<Task> deed)
    {
        _busy = true;
        try
        {
            await deed();
            _failure = null;
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
