using System.Net;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;
using PlantCare.Web.Profile;

namespace PlantCare.Web.Security;

/// <summary>Turns the second factor on with a code of the authenticator, and off with the password.</summary>
public sealed partial class TwoFactorPanel : IDisposable
{
    private const int GroupLength = 4;

    private readonly CancellationTokenSource _leaving = new();
    private UserResponse? _me;
    private int? _left;
    private TwoFactorStatus? _setup;
    private IReadOnlyList<string>? _codes;
    private Exception? _failure;
    private string? _problem;
    private string _code = "";
    private string _password = "";
    private bool _busy;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    // As authenticators show keys: easier to type.
    private static string InGroups(string key) => string.Join(' ', key.Chunk(GroupLength).Select(group => new string(group)));

    private async Task LoadAsync()
    {
        try
        {
            var me = await Api.Auth.GetMeAsync(_leaving.Token);

            // Where it is off, asking would make a key: that is for who wants one.
            _left = me.TwoFactor ? (await Api.Credentials.GetTwoFactorAsync(_leaving.Token)).RecoveryCodesLeft : null;
            (_me, _failure) = (me, null);
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

    private Task SetUpAsync() => DoAsync(async () => _setup = await Api.Credentials.GetTwoFactorAsync(CancellationToken.None));

    private Task TurnOnAsync() => DoAsync(async () =>
    {
        var code = _code.Replace(" ", "", StringComparison.Ordinal);
        if (code.Length == 0)
        {
            _problem = SecurityWords.WrongCode;
            return;
        }

        var status = await Api.Credentials.EnableTwoFactorAsync(code, CancellationToken.None);
        _codes = status.RecoveryCodes;
        Cancel();
        Snackbar.Add(SecurityWords.TurnedOn, Severity.Success);
        await LoadAsync();
    });

    private Task RenewAsync() => ConfirmedAsync(async confirmation =>
        _codes = (await Api.Credentials.RenewRecoveryCodesAsync(confirmation, CancellationToken.None)).RecoveryCodes);

    private Task TurnOffAsync() => ConfirmedAsync(async confirmation =>
    {
        await Api.Credentials.DisableTwoFactorAsync(confirmation, CancellationToken.None);
        _codes = null;
        Snackbar.Add(SecurityWords.TurnedOff, Severity.Success);
    });

    private void Cancel() => (_setup, _code, _problem) = (null, "", null);

    private Task ConfirmedAsync(Func<ConfirmPasswordRequest, Task> deed) => DoAsync(async () =>
    {
        if (_me is { HasPassword: true } && _password.Length == 0)
        {
            _problem = SecurityWords.PasswordFirst;
            return;
        }

        await deed(new ConfirmPasswordRequest(_password.Length == 0 ? null : _password));
        _password = "";
        await LoadAsync();
    });

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
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Forbidden)
        {
            _problem = ProfileWords.WrongPassword;
        }
        catch (ApiException exception) when (exception.Problem.Errors?.ContainsKey("InvalidTwoFactorCode") == true)
        {
            _problem = SecurityWords.WrongCode;
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
