using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Client;
using PlantCare.Web.Accounts;
using PlantCare.Web.Components;
using PlantCare.Web.Time;

namespace PlantCare.Web.Administration;

/// <summary>Lets people register who could not otherwise: makes links, and takes them back.</summary>
public sealed partial class Invitations : IDisposable
{
    private const int PageSize = 25;
    private static readonly int[] Lives = [1, 7, 14, 30, 90];

    private readonly CancellationTokenSource _leaving = new();
    private List<InvitationResponse>? _invitations;
    private Exception? _failure;
    private string _email = "";
    private string? _link;
    private bool _mailed;
    private string? _next;
    private int _days = 14;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

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

    private bool IsOpen(InvitationResponse invitation) => invitation.UsedAt is null && invitation.ExpiresAt > Clock.Now;

    private string StateOf(InvitationResponse invitation) => invitation switch
    {
        { UsedAt: { } used } => AdminWords.Used(Clock.Day(used)),
        _ when IsOpen(invitation) => AdminWords.OpenUntil(Clock.Full(invitation.ExpiresAt)),
        _ => AdminWords.Expired(Clock.Day(invitation.ExpiresAt)),
    };

    private Task LoadAsync() => ReadAsync(cursor: null);

    private Task MoreAsync() => ReadAsync(_next);

    private async Task ReadAsync(string? cursor)
    {
        try
        {
            var page = await Api.Administration.ListInvitationsAsync(PageSize, cursor, _leaving.Token);
            _invitations = cursor is null ? [.. page.Data] : [.. _invitations ?? [], .. page.Data];
            _next = page.Next;
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

    // Not given up when the page is left: a link that nobody has seen helps nobody.
    private Task InviteAsync() => DoAsync(async () =>
    {
        var email = _email.Trim() is { Length: > 0 } written ? written : null;
        var made = await Api.Administration.CreateInvitationAsync(new CreateInvitationRequest(email, Clock.Now.AddDays(_days)), CancellationToken.None);
        _link = Navigation.ToAbsoluteUri(InvitationLink.Of(made.Token)).ToString();
        _mailed = made.Mailed;
        _email = "";
    });

    private Task TakeBackAsync(InvitationResponse invitation) => DoAsync(async () =>
    {
        await Api.Administration.DeleteInvitationAsync(invitation.Id, CancellationToken.None);
        _link = null;
        Toasts.Say(AdminWords.TakenBack);
    });

    private async Task DoAsync(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
            return;
        }

        await LoadAsync();
    }
}
