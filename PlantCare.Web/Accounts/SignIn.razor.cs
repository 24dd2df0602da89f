using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>Signs in, in two steps where the account has a second factor. Where nobody administers the system yet, leads to the welcome page first.</summary>
public partial class SignIn
{
    private const string PasswordForm = "sign-in";
    private const string FactorForm = "second-factor";
    private const string ByPasskey = "passkey";

    private IReadOnlyList<string> _problems = [];
    private string? _passkeyProblem;
    private bool _asksFactor;
    private RegistrationStatus? _registration;

    /// <summary>Where to go afterwards.</summary>
    [SupplyParameterFromQuery(Name = ReturnUrl.Parameter)]
    public string? To { get; set; }

    /// <summary>Set by whoever says that they have an account.</summary>
    [SupplyParameterFromQuery(Name = "existing")]
    public bool Existing { get; set; }

    [SupplyParameterFromForm(FormName = PasswordForm)]
    private CredentialsInput? Input { get; set; }

    [SupplyParameterFromForm(FormName = FactorForm)]
    private SecondFactorInput? Factor { get; set; }

    [SupplyParameterFromForm(FormName = ByPasskey)]
    private PasskeyInput? Passkey { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private AccountGate Gate { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var asked = HttpMethods.IsGet(HttpContext.Request.Method);
        if (asked && HttpContext.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
            return;
        }

        if (asked)
        {
            // Whoever comes back to the first step is not in the second.
            PendingSignIn.Delete(HttpContext);
        }

        // The form that was posted has to be on the page to be answered.
        _asksFactor = HttpContext.Request.HasFormContentType && HttpContext.Request.Form["_handler"] == FactorForm;
        _registration = await Gate.GetRegistrationAsync(HttpContext.RequestAborted);
        if (asked && _registration is { FirstAccount: true } && !Existing)
        {
            Navigation.NavigateTo(ReturnUrl.For("/welcome", To));
        }
        else if (asked && _registration is null)
        {
            _problems = [AccountWords.Unreachable];
        }
    }

    private async Task SubmitAsync() => Show(
        Input is { Email: { Length: > 0 } email, Password: { Length: > 0 } password }
            ? await Gate.SignInAsync(HttpContext, new Credentials(email.Trim(), password))
            : new SignInOutcome([AccountWords.FillBoth]));

    private async Task SubmitFactorAsync() => Show(
        (Written(Factor?.RecoveryCode), Written(Factor?.Code)) switch
        {
            ({ } recovery, _) => await Gate.ContinueAsync(HttpContext, new SecondFactor(RecoveryCode: recovery)),
            (_, { } code) => await Gate.ContinueAsync(HttpContext, new SecondFactor(code.Replace(" ", "", StringComparison.Ordinal))),
            _ => new SignInOutcome([AccountWords.CodeMissing], AsksSecondFactor: true),
        });

    private async Task SubmitPasskeyAsync()
    {
        _passkeyProblem = await Gate.SignInWithPasskeyAsync(HttpContext, Passkey?.State, Passkey?.Credential);
        if (_passkeyProblem is null)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
        }
    }

    private void Show(SignInOutcome outcome)
    {
        (_problems, _asksFactor) = outcome;
        if (outcome.IsDone)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
        }
    }

    private static string? Written(string? text) => text?.Trim() is { Length: > 0 } written ? written : null;
}
