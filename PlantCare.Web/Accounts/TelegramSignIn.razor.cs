using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>
/// Waits for what somebody chooses in Telegram: shows the number and the way there. A script asks how it goes and goes on by itself; without
/// one, a button does.
/// </summary>
public partial class TelegramSignIn
{
    /// <summary>Where it is.</summary>
    internal const string Path = "/sign-in/telegram";

    private const string ContinueForm = "telegram-continue";
    private const string AgainForm = "telegram-again";
    private const string FactorForm = "telegram-factor";

    private IReadOnlyList<string> _problems = [];
    private TelegramSignInResponse? _begun;
    private TelegramSignInStatus? _status;
    private bool _asksFactor;

    /// <summary>Where to go afterwards.</summary>
    [SupplyParameterFromQuery(Name = ReturnUrl.Parameter)]
    public string? To { get; set; }

    [SupplyParameterFromForm(FormName = FactorForm)]
    private SecondFactorInput? Factor { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private TelegramGate Gate { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (HttpMethods.IsGet(HttpContext.Request.Method) && HttpContext.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
            return;
        }

        _begun = Gate.Read(HttpContext);
        _status = await Gate.GetStatusAsync(HttpContext);

        // The form that was posted has to be on the page to be answered.
        var posted = HttpContext.Request.HasFormContentType ? HttpContext.Request.Form["_handler"].ToString() : "";
        _asksFactor = posted == FactorForm;
        if (posted == AgainForm)
        {
            _status = TelegramSignInStatus.Expired;
        }
        else if (posted == ContinueForm && (_begun is null || _status is TelegramSignInStatus.Refused or TelegramSignInStatus.Expired))
        {
            Navigation.NavigateTo(ReturnUrl.For(Path, To));
        }
    }

    private async Task StartAsync()
    {
        if (await Gate.StartAsync(HttpContext) is { } problem)
        {
            _problems = [problem];
        }
        else
        {
            Navigation.NavigateTo(ReturnUrl.For(Path, To));
        }
    }

    // Somebody may press it before they have chosen in Telegram.
    private async Task ContinueAsync()
    {
        if (_status is TelegramSignInStatus.Approved)
        {
            Show(await Gate.FinishAsync(HttpContext, factor: null));
        }
    }

    private async Task SubmitFactorAsync() =>
        Show(Factor?.ToFactor() is { } factor ? await Gate.FinishAsync(HttpContext, factor) : new SignInOutcome([AccountWords.CodeMissing], AsksSecondFactor: true));

    private void Show(SignInOutcome outcome)
    {
        (_problems, _asksFactor) = (outcome.Problems, outcome.AsksSecondFactor);
        if (outcome.IsDone)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(To));
        }
    }
}
