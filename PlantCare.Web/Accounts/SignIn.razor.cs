using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>Signs in. Where nobody administers the system yet, leads to the welcome page first.</summary>
public partial class SignIn
{
    private IReadOnlyList<string> _problems = [];
    private RegistrationStatus? _registration;

    /// <summary>Where to go afterwards.</summary>
    [SupplyParameterFromQuery(Name = ReturnUrl.Parameter)]
    public string? To { get; set; }

    /// <summary>Set by whoever says that they have an account.</summary>
    [SupplyParameterFromQuery(Name = "existing")]
    public bool Existing { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    private CredentialsInput? Input { get; set; }

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

    private async Task SubmitAsync()
    {
        _problems = Input is { Email: { Length: > 0 } email, Password: { Length: > 0 } password }
            ? await Gate.SignInAsync(HttpContext, new Credentials(email.Trim(), password))
            : [AccountWords.FillBoth];
        if (_problems.Count == 0)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
        }
    }
}
