using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Client;
using PlantCare.Web.Components;

namespace PlantCare.Web.Administration;

/// <summary>All accounts: who is in, who administers the system, and who is kept out.</summary>
public sealed partial class UserList : IDisposable
{
    private const int PageSize = 50;

    private readonly CancellationTokenSource _leaving = new();
    private List<AccountResponse>? _users;
    private Exception? _failure;
    private string _search = "";
    private string? _next;
    private Guid _self;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _self = Guid.TryParse((await Authentication).User.FindFirst(ClaimTypes.NameIdentifier)?.Value, out var id) ? id : Guid.Empty;
        await LoadAsync();
    }

    private Task LoadAsync() => ReadAsync(cursor: null);

    private Task MoreAsync() => ReadAsync(_next);

    private async Task ReadAsync(string? cursor)
    {
        try
        {
            var search = _search.Trim() is { Length: > 0 } written ? written : null;
            var page = await Api.Administration.ListUsersAsync(search, PageSize, cursor, _leaving.Token);
            _users = cursor is null ? [.. page.Data] : [.. _users ?? [], .. page.Data];
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

    private async Task SwitchAsync(AccountResponse user, bool disabled)
    {
        if (!disabled || await Dialogs.ConfirmAsync(AdminWords.DisableQuestion(user.Email), AdminWords.DisableHint, AdminWords.Disable))
        {
            await ChangeAsync(user, new UpdateAccountRequest { Disabled = disabled }, disabled ? AdminWords.Disabled(user.Email) : AdminWords.Enabled(user.Email));
        }
    }

    private async Task SetRoleAsync(AccountResponse user, bool isAdministrator)
    {
        var question = isAdministrator ? AdminWords.PromoteQuestion(user.Email) : AdminWords.DemoteQuestion(user.Email);
        if (await Dialogs.ConfirmAsync(question, AdminWords.RoleHint, isAdministrator ? AdminWords.Promote : AdminWords.Demote))
        {
            await ChangeAsync(
                user,
                new UpdateAccountRequest { IsAdministrator = isAdministrator },
                isAdministrator ? AdminWords.Promoted(user.Email) : AdminWords.Demoted(user.Email));
        }
    }

    private async Task ResetFactorAsync(AccountResponse user)
    {
        if (await Dialogs.ConfirmAsync(AdminWords.ResetFactorQuestion(user.Email), AdminWords.ResetFactorHint, AdminWords.ResetFactor))
        {
            await ChangeAsync(
                async () =>
                {
                    await Api.Administration.ResetTwoFactorAsync(user.Id, CancellationToken.None);
                    return await Api.Administration.GetUserAsync(user.Id, CancellationToken.None);
                },
                AdminWords.FactorReset(user.Email));
        }
    }

    private Task ChangeAsync(AccountResponse user, UpdateAccountRequest change, string said) =>
        ChangeAsync(() => Api.Administration.UpdateUserAsync(user.Id, change, CancellationToken.None), said);

    private async Task ChangeAsync(Func<Task<AccountResponse>> change, string said)
    {
        try
        {
            var changed = await change();
            _users = _users?.ConvertAll(one => one.Id == changed.Id ? changed : one);
            _failure = null;
            Toasts.Say(said);
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }
}
