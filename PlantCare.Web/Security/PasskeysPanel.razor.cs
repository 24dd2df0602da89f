using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;
using PlantCare.Web.Time;

namespace PlantCare.Web.Security;

/// <summary>The account's passkeys: adds one with the browser's help, names and removes them.</summary>
public sealed partial class PasskeysPanel : IAsyncDisposable
{
    // Api keeps fewer of them.
    private const int Most = 100;

    // As long as a challenge is good.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private IJSObjectReference? _module;
    private IReadOnlyList<PasskeyResponse>? _passkeys;
    private string? _renamed;
    private string _name = "";
    private string _newName = "";
    private string _password = "";
    private bool _hasPassword;
    private bool? _possible;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    private string Origin => new Uri(Navigation.BaseUri).GetLeftPart(UriPartial.Authority);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
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
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", Leaving, "./passkeys.js");
            _possible = await _module.InvokeAsync<bool>("possible", Leaving);
            StateHasChanged();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }

    /// <inheritdoc/>
    protected override async Task FetchAsync()
    {
        _hasPassword = (await Api.Auth.GetMeAsync(Leaving)).HasPassword;
        _passkeys = (await Api.Passkeys.ListAsync(Most, cancellationToken: Leaving)).Data;
    }

    /// <inheritdoc/>
    protected override string? Describe(ApiException refusal) => refusal switch
    {
        { Status: HttpStatusCode.Conflict } => SecurityWords.TooManyPasskeys,
        { Problem.Errors: { Count: > 0 } errors } => errors.ContainsKey("origin") ? SecurityWords.PasskeysImpossible : SecurityWords.PasskeyFailed,
        _ => base.Describe(refusal),
    };

    private Task AddAsync() => DoAsync(async () =>
    {
        if (_hasPassword && _password.Length == 0)
        {
            Problem = SecurityWords.PasswordFirst;
            return;
        }

        var asked = await Api.Passkeys.GetNewOptionsAsync(new NewPasskeyOptionsRequest(Origin, _password.Length == 0 ? null : _password), Leaving);
        var made = await CreateAsync(asked);
        if (made.Credential is not { } credential)
        {
            Problem = made.Fault switch
            {
                "InvalidStateError" => SecurityWords.PasskeyKnown,
                "NotAllowedError" or "AbortError" => SecurityWords.PasskeyCancelled,
                _ => SecurityWords.PasskeyFailed,
            };
            return;
        }

        await Api.Passkeys.AddAsync(new CreatePasskeyRequest(asked.State, credential, _name.Trim() is { Length: > 0 } name ? name : SecurityWords.Passkey), CancellationToken.None);
        (_name, _password) = ("", "");
        Toasts.Say(SecurityWords.PasskeyAdded);
    });

    private async Task<Made> CreateAsync(PasskeyOptionsResponse asked)
    {
        try
        {
            return await _module!.InvokeAsync<Made>("create", Patience, asked.Options);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException { InnerException: not TimeoutException })
        {
            // The page was left, or nobody touched the key in time.
            return new Made(Credential: null, "AbortError");
        }
    }

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
                Toasts.Say(SecurityWords.PasskeyRemoved);
            });
        }
    }

    private sealed record Made(JsonElement? Credential, string? Fault);
}
