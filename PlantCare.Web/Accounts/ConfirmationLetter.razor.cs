using Microsoft.AspNetCore.Components;

namespace PlantCare.Web.Accounts;

/// <summary>Tells whoever has just registered where to look, and has the letter sent again.</summary>
public partial class ConfirmationLetter
{
    private IReadOnlyList<string> _problems = [];
    private bool _done;

    [SupplyParameterFromForm(FormName = "letter")]
    private RecoveryInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private RecoveryGate Gate { get; set; } = default!;

    private async Task SubmitAsync()
    {
        _problems = Input?.Email?.Trim() is { Length: > 0 } email
            ? await Gate.ResendAsync(email, HttpContext.RequestAborted)
            : [AccountWords.EmailMissing];
        _done = _problems.Count == 0;
    }
}
