using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>Signs in, in two steps where the account has a second factor. Where nobody administers the system yet, leads to the welcome page first.</summary>
public partial class SignIn
{
    private const string PasswordForm = "sign-in";
    private const string FactorForm = "second-factor";
    private const string ByPasskey = "passkey";
    private const string ByTelegram = "telegram";

    private IReadOnlyList<string> _problems = [];
    private string? _otherProblem;
    private bool _asksFactor;
    private RegistrationStatus? _registration;

    /// <summary>Where to go afterwards.</summary>
    [SupplyParameterFromQuery(Name = ReturnUrl.Parameter)]
    public string? To { get; set; }

    /// <summary>Set by whoever says that they have an account.</summary>
    [SupplyParameterFromQuery(Name = "existing")]
    public bool Existing { get; set; }

    /// <summary>Set where somebody is asked to sign in because their session has ended.</summary>
    [SupplyParameterFromQuery(Name = ReturnUrl.EndedParameter)]
    public bool Ended { get; set; }

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
    private PendingSignIn Pending { get; set; } = default!;

    [Inject]
    private TelegramGate Telegram { get; set; } = default!;

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
            Pending.Delete(HttpContext);
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
        Factor?.ToFactor() is { } factor
            ? await Gate.ContinueAsync(HttpContext, factor)
            : new SignInOutcome([AccountWords.CodeMissing], AsksSecondFactor: true));

    private async Task SubmitPasskeyAsync()
    {
        _otherProblem = await Gate.SignInWithPasskeyAsync(HttpContext, Passkey?.State, Passkey?.Credential);
        if (_otherProblem is null)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
        }
    }

    private async Task StartTelegramAsync()
    {
        _otherProblem = await Telegram.StartAsync(HttpContext);
        if (_otherProblem is null)
        {
            Navigation.NavigateTo(ReturnUrl.For(TelegramSignIn.Path, To));
        }
    }

    private void Show(SignInOutcome outcome)
    {
        (_problems, _asksFactor) = (outcome.Problems, outcome.AsksSecondFactor);
        if (outcome.AwaitsConfirmation)
        {
            Navigation.NavigateTo(RecoveryAddress.Letter);
        }

        if (outcome.IsDone)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
        }
    }
}
