using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Sharing;
using PlantCare.Web.Components;

namespace PlantCare.Web.Sharing;

/// <summary>What others share with the reader, who may leave any of it; nothing where nothing is shared.</summary>
public sealed partial class ReceivedShares : IDisposable
{
    private const int PageSize = 200;
    private const int MostPages = 5;

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<ShareResponse> _shares = [];
    private Exception? _failure;
    private bool _busy;

    /// <summary>Shows only how this plant is reached; with <see cref="PlaceId"/>, by that place as well.</summary>
    [Parameter]
    public Guid? PlantId { get; set; }

    /// <summary>Shows only how this place is reached.</summary>
    [Parameter]
    public Guid? PlaceId { get; set; }

    /// <summary>Something was left.</summary>
    [Parameter]
    public EventCallback OnLeft { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private bool IsAsked(ShareResponse share) =>
        (PlantId is null && PlaceId is null) || (share.PlantId ?? share.PlaceId) is { } subject && (subject == PlantId || subject == PlaceId);

    private Task LoadAsync() => TryAsync(async () =>
    {
        var shares = new List<ShareResponse>();
        string? cursor = null;
        for (var page = 0; page < MostPages && (page == 0 || cursor is not null); page++)
        {
            var part = await Api.Shares.ListAsync("received", PageSize, cursor, _leaving.Token);
            shares.AddRange(part.Data.Where(IsAsked));
            cursor = part.Next;
        }

        _shares = shares;
    });

    private async Task LeaveAsync(ShareResponse share)
    {
        if (await Dialogs.ConfirmAsync(SharingWords.LeaveTitle(share.Subject), SharingWords.LeaveMessage(share.Owner), SharingWords.Leave))
        {
            await TryAsync(async () =>
            {
                await Api.Shares.DeleteAsync(share.Id, CancellationToken.None);
                _shares = [.. _shares.Where(other => other.Id != share.Id)];
                await OnLeft.InvokeAsync();
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
