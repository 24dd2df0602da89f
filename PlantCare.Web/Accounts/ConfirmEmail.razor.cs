using Microsoft.AspNetCore.Components;

namespace PlantCare.Web.Accounts;

/// <summary>Confirms an address with the link in a letter. It takes a press: mail programs open links to see what is behind them.</summary>
public partial class ConfirmEmail
{
    private IReadOnlyList<string> _problems = [];
    private bool _done;

    /// <summary>The account.</summary>
    [SupplyParameterFromQuery(Name = "user")]
    public string? Account { get; set; }

    /// <summary>The code in the letter.</summary>
    [SupplyParameterFromQuery(Name = "code")]
    public string? Code { get; set; }

    /// <summary>The address that the account is to get; null for the one that it has.</summary>
    [SupplyParameterFromQuery(Name = "email")]
    public string? Email { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private RecoveryGate Gate { get; set; } = default!;

    private async Task SubmitAsync()
    {
        _problems = Account is { Length: > 0 } account && Code is { Length: > 0 } code
            ? await Gate.ConfirmAsync(account, code, string.IsNullOrEmpty(Email) ? null : Email, HttpContext.RequestAborted)
            : [AccountWords.ConfirmBad];
        _done = _problems.Count == 0;
    }
}
