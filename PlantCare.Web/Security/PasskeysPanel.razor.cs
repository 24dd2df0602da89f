using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;
using PlantCare.Web.Profile;
using PlantCare.Web.Time;

namespace PlantCare.Web.Security;

/// <summary>The account's passkeys: adds one with the browser's help, names and removes them.</summary>
public sealed partial class PasskeysPanel : IAsyncDisposable
{
    // Api keeps fewer of them.
    private const int Most = 100;

    // As long as a challenge is good.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _leaving = new();
    private IJSObjectReference? _module;
    private IReadOnlyList<PasskeyResponse>? _passkeys;
    private Exception? _failure;
    private string? _problem;
    private string? _renamed;
    private string _name = "";
    private string _newName = "";
    private string _password = "";
    private bool _hasPassword;
    private bool? _possible;
    private bool _busy;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    private string Origin => new Uri(Navigation.BaseUri).GetLeftPart(UriPartial.Authority);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        try
        {
            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone already.
        }
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", _leaving.Token, "./passkeys.js");
            _possible = await _module.InvokeAsync<bool>("possible", _leaving.Token);
            StateHasChanged();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            _hasPassword = (await Api.Auth.GetMeAsync(_leaving.Token)).HasPassword;
            _passkeys = (await Api.Passkeys.ListAsync(Most, cancellationToken: _leaving.Token)).Data;
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

    private Task AddAsync() => DoAsync(async () =>
    {
        if (_hasPassword && _password.Length == 0)
        {
            _problem = SecurityWords.PasswordFirst;
            return;
        }

        var asked = await Api.Passkeys.GetNewOptionsAsync(new NewPasskeyOptionsRequest(Origin, _password.Length == 0 ? null : _password), _leaving.Token);
        var made = await _module!.InvokeAsync<Made>("create", Patience, asked.Options);
        if (made.Credential is not { } credential)
        {
            _problem = made.Fault switch
            {
                "InvalidStateError" => SecurityWords.PasskeyKnown,
                "NotAllowedError" or "AbortError" => SecurityWords.PasskeyCancelled,
                _ => SecurityWords.PasskeyFailed,
            };
            return;
        }

        await Api.Passkeys.AddAsync(new CreatePasskeyRequest(asked.State, credential, _name.Trim() is { Length: > 0 } name ? name : SecurityWords.Passkey), CancellationToken.None);
        (_name, _password) = ("", "");
        Snackbar.Add(SecurityWords.PasskeyAdded, Severity.Success);
    });

    private void Rename(PasskeyResponse passkey) => (_renamed, _newName) = (passkey.Id, passkey.Name);

    private Task RenameAsync() => DoAsync(async () =>
    {
        if (_renamed is { } id && _newName.Trim() is { Length: > 0 } name)
        {
            await Api.Passkeys.RenameAsync(id, name, CancellationToken.None);
            _renamed = null;
        }
    });

    private async Task RemoveAsync(PasskeyResponse passkey)
    {
        if (await Dialogs.ConfirmAsync(SecurityWords.RemovePasskeyQuestion(passkey.Name), SecurityWords.RemovePasskeyMessage, SecurityWords.RemovePasskey))
        {
            await DoAsync(async () =>
            {
                await Api.Passkeys.RemoveAsync(passkey.Id, CancellationToken.None);
                Snackbar.Add(SecurityWords.PasskeyRemoved, Severity.Success);
            });
        }
    }

    private async Task DoAsync(Func<Task> deed)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        (_problem, _failure) = (null, null);
        try
        {
            await deed();
            await LoadAsync();
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Forbidden)
        {
            _problem = ProfileWords.WrongPassword;
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Conflict)
        {
            _problem = SecurityWords.TooManyPasskeys;
        }
        catch (ApiException exception) when (exception.Problem.Errors is { Count: > 0 } errors)
        {
            _problem = errors.ContainsKey("origin") ? SecurityWords.PasskeysImpossible : SecurityWords.PasskeyFailed;
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException { InnerException: not TimeoutException })
        {
            // The page was left, or nobody touched the key in time.
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

    private sealed record Made(JsonElement? Credential, string? Fault);
}
