using Microsoft.AspNetCore.Components;

namespace PlantCare.Web.Accounts;

/// <summary>Has a letter sent to whoever has forgotten a password. It says the same whether there is such an account or not.</summary>
public partial class ForgotPassword
{
    private IReadOnlyList<string> _problems = [];
    private bool _done;
    private bool _mails = true;

    [SupplyParameterFromForm(FormName = "forgot-password")]
    private RecoveryInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private RecoveryGate Gate { get; set; } = default!;

    [Inject]
    private AccountGate Accounts { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() =>
        _mails = await Accounts.GetRegistrationAsync(HttpContext.RequestAborted) is not { Mail: false };

    private async Task SubmitAsync()
    {
        _problems = Input?.Email?.Trim() is { Length: > 0 } email
            ? await Gate.ForgetAsync(email, HttpContext.RequestAborted)
            : [AccountWords.EmailMissing];
        _done = _problems.Count == 0;
    }
}
