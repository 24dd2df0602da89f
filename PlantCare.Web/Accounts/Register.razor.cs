using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>Makes an account; the first one, with a welcome, administers the system.</summary>
public partial class Register
{
    private IReadOnlyList<string> _problems = [];
    private bool _first;
    private bool _closed;

    /// <summary>Where to go afterwards.</summary>
    [SupplyParameterFromQuery(Name = ReturnUrl.Parameter)]
    public string? To { get; set; }

    /// <summary>The token of whoever was invited.</summary>
    [SupplyParameterFromQuery(Name = InvitationLink.Parameter)]
    public string? Invitation { get; set; }

    [SupplyParameterFromForm(FormName = "register")]
    private CredentialsInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private AccountGate Gate { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool IsInvited => !string.IsNullOrWhiteSpace(Invitation);

    private string Title => _first ? AccountWords.WelcomeTitle : AccountWords.RegisterTitle;

    private string SignInHref =>
        "/sign-in" + new QueryBuilder { { "existing", "true" }, { ReturnUrl.Parameter, ReturnUrl.Safe(To) } }.ToQueryString();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var registration = await Gate.GetRegistrationAsync(HttpContext.RequestAborted);
        _first = registration is { FirstAccount: true };
        _closed = registration is { FirstAccount: false, Mode: var mode } && mode is not RegistrationMode.Open && !(mode is RegistrationMode.Invite && IsInvited);
        if (registration is null && HttpMethods.IsGet(HttpContext.Request.Method))
        {
            _problems = [AccountWords.Unreachable];
        }
    }

    private async Task SubmitAsync()
    {
        var outcome = Input is { Email: { Length: > 0 } email, Password: { Length: > 0 } password }
            ? await Gate.RegisterAsync(HttpContext, new Credentials(email.Trim(), password), IsInvited ? Invitation : null)
            : new SignInOutcome([AccountWords.FillBoth]);
        _problems = outcome.Problems;
        if (outcome.AwaitsConfirmation)
        {
            Navigation.NavigateTo(RecoveryAddress.Letter);
        }
        else if (outcome.IsDone)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
        }
    }
}
