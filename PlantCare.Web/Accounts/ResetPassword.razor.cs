using Microsoft.AspNetCore.Components;

namespace PlantCare.Web.Accounts;

/// <summary>Sets a new password with the link in a letter.</summary>
public partial class ResetPassword
{
    private IReadOnlyList<string> _problems = [];
    private bool _done;

    /// <summary>The account's e-mail address.</summary>
    [SupplyParameterFromQuery(Name = "email")]
    public string? Email { get; set; }

    /// <summary>The code in the letter.</summary>
    [SupplyParameterFromQuery(Name = "code")]
    public string? Code { get; set; }

    [SupplyParameterFromForm(FormName = "reset-password")]
    private RecoveryInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private RecoveryGate Gate { get; set; } = default!;

    private async Task SubmitAsync()
    {
        _problems = (Email, Code, Input?.Password) switch
        {
            (_, _, not { Length: > 0 }) => [AccountWords.PasswordMissing],
            ({ Length: > 0 } email, { Length: > 0 } code, { } password) => await Gate.ResetAsync(email, code, password, HttpContext.RequestAborted),
            _ => [AccountWords.ResetBad],
        };
        _done = _problems.Count == 0;
    }
}
