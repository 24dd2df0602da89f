using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;

namespace PlantCare.Web.Security;

/// <summary>Turns the second factor on with a code of the authenticator, and off with the password.</summary>
public sealed partial class TwoFactorPanel
{
    private const int GroupLength = 4;

    private UserResponse? _me;
    private int? _left;
    private TwoFactorStatus? _setup;
    private IReadOnlyList<string>? _codes;
    private string _code = "";
    private string _password = "";

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task FetchAsync()
    {
        var me = await Api.Auth.GetMeAsync(Leaving);

        // Where it is off, asking would make a key: that is for who wants one.
        _left = me.TwoFactor ? (await Api.Credentials.GetTwoFactorAsync(Leaving)).RecoveryCodesLeft : null;
        _me = me;
    }

    /// <inheritdoc/>
    protected override string? Describe(ApiException refusal) =>
        refusal.Problem.Errors?.ContainsKey("InvalidTwoFactorCode") == true ? SecurityWords.WrongCode : base.Describe(refusal);

    // As authenticators show keys: easier to type.
    private static string InGroups(string key) => string.Join(' ', key.Chunk(GroupLength).Select(group => new string(group)));

    private Task SetUpAsync() => DoAsync(async () => _setup = await Api.Credentials.GetTwoFactorAsync(CancellationToken.None));

    private Task TurnOnAsync() => DoAsync(async () =>
    {
        var code = _code.Replace(" ", "", StringComparison.Ordinal);
        if (code.Length == 0)
        {
            Problem = SecurityWords.WrongCode;
            return;
        }

        var status = await Api.Credentials.EnableTwoFactorAsync(code, CancellationToken.None);
        _codes = status.RecoveryCodes;
        Cancel();
        Toasts.Say(SecurityWords.TurnedOn);
    });

    private Task RenewAsync() => ConfirmedAsync(async confirmation =>
        _codes = (await Api.Credentials.RenewRecoveryCodesAsync(confirmation, CancellationToken.None)).RecoveryCodes);

    private Task TurnOffAsync() => ConfirmedAsync(async confirmation =>
    {
        await Api.Credentials.DisableTwoFactorAsync(confirmation, CancellationToken.None);
        _codes = null;
        Toasts.Say(SecurityWords.TurnedOff);
    });

    private void Cancel() => (_setup, _code, Problem) = (null, "", null);

    private Task ConfirmedAsync(Func<ConfirmPasswordRequest, Task> deed) => DoAsync(async () =>
    {
        if (_me is { HasPassword: true } && _password.Length == 0)
        {
            Problem = SecurityWords.PasswordFirst;
            return;
        }

        await deed(new ConfirmPasswordRequest(_password.Length == 0 ? null : _password));
        _password = "";
    });
}
