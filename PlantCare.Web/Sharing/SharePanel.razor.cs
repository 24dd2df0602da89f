using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Web.Components;

namespace PlantCare.Web.Sharing;

/// <summary>With whom a plant or a place is shared: invites, makes sitter links, changes, takes back.</summary>
public sealed partial class SharePanel : IDisposable
{
    // Api takes no more shares of one thing than that.
    private const int Most = 100;

    /// <summary>What people may be given.</summary>
    internal static readonly ShareRole[] Roles = [ShareRole.Viewer, ShareRole.Caretaker, ShareRole.Owner];

    /// <summary>For how many days.</summary>
    internal static readonly int[] Lives = [1, 7, 14, 30, 90];

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<ShareResponse>? _shares;
    private ShareRole _role = ShareRole.Caretaker;
    private string _email = "";
    private int _days;
    private string _sitter = "";
    private int _sitterDays = 14;
    private string? _invitation;
    private string? _sitterLink;
    private bool _mailed;
    private string? _problem;
    private Exception? _failure;
    private bool _busy;
    private Guid? _changing;

    /// <summary>The plant; null when it is about a place.</summary>
    [Parameter]
    public Guid? PlantId { get; set; }

    /// <summary>The place; null when it is about a plant.</summary>
    [Parameter]
    public Guid? PlaceId { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => TryAsync(LoadAsync);

    /// <summary>When something ends that begins now; null for no days, which is never.</summary>
    /// <remarks>Just short of whole days: the longest that Api takes is counted from when it hears of it.</remarks>
    internal static DateTimeOffset? EndAfter(int days, DateTimeOffset now) => days == 0 ? null : now + TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1);

    private static string NameOf(ShareResponse share) => share.Holder ?? share.Email ?? SharingWords.ByLink;

    private static string StateOf(ShareResponse share) => share.State switch
    {
        ShareState.Invited => SharingWords.Invited,
        ShareState.Active => SharingWords.Active,
        _ => SharingWords.Ended,
    };

    private async Task LoadAsync() => _shares = (PlantId is { } plant
        ? await Api.Shares.ListOfPlantAsync(plant, Most, cursor: null, _leaving.Token)
        : await Api.Shares.ListOfPlaceAsync(PlaceId!.Value, Most, cursor: null, _leaving.Token)).Data;

    private Task InviteAsync() => TryAsync(async () =>
    {
        var request = new CreateShareRequest(_role, string.IsNullOrWhiteSpace(_email) ? null : _email.Trim(), EndAfter(_days, Time.GetUtcNow()));
        var made = PlantId is { } plant
            ? await Api.Shares.SharePlantAsync(plant, request, CancellationToken.None)
            : await Api.Shares.SharePlaceAsync(PlaceId!.Value, request, CancellationToken.None);
        (_mailed, _invitation, _email) = (made.Mailed, LinkTo(made.Path), "");
        await LoadAsync();
    });

    private async Task LetSitAsync()
    {
        _problem = string.IsNullOrWhiteSpace(_sitter) ? SharingWords.SitterNameMissing : null;
        if (_problem is not null)
        {
            return;
        }

        await TryAsync(async () =>
        {
            var request = new CreateSitterRequest(_sitter.Trim(), EndAfter(_sitterDays, Time.GetUtcNow()));
            var made = PlantId is { } plant
                ? await Api.Shares.AddPlantSitterAsync(plant, request, CancellationToken.None)
                : await Api.Shares.AddPlaceSitterAsync(PlaceId!.Value, request, CancellationToken.None);
            (_sitterLink, _sitter) = (LinkTo(made.Path), "");
            await LoadAsync();
        });
    }

    private Task ChangeAsync(ShareResponse share, UpdateShareRequest change) => TryAsync(async () =>
    {
        await Api.Shares.UpdateAsync(share.Id, change, CancellationToken.None);
        _changing = null;
        await LoadAsync();
    });

    // An invitation that nobody has accepted is soon made again; an access that somebody relies on is not ended by a slip.
    private async Task TakeBackAsync(ShareResponse share)
    {
        if (share.State is not ShareState.Active
            || await Dialogs.ConfirmAsync(SharingWords.TakeBackTitle(NameOf(share)), SharingWords.TakeBackMessage, SharingWords.TakeBack))
        {
            await TryAsync(async () =>
            {
                await Api.Shares.DeleteAsync(share.Id, CancellationToken.None);
                (_invitation, _sitterLink) = (null, null);
                await LoadAsync();
            });
        }
    }

    private string LinkTo(string path) => Navigation.BaseUri.TrimEnd('/') + path;

    private async Task TryAsync(Func<Task> deed)
    {
        _busy = true;
        try
        {
            await deed();
            (_failure, _problem) = (null, null);
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
