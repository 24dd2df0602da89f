using Microsoft.AspNetCore.Components;

namespace PlantCare.Web.Accounts;

/// <summary>
/// Leads to the sign-in page, which says that the session has ended. A component, so that it works wherever it appears: a circuit loads the
/// page, and a static drawing that waits for it becomes a redirect.
/// </summary>
public sealed class SessionOver : ComponentBase
{
    /// <summary>Where to go on after signing in.</summary>
    [Parameter, EditorRequired]
    public required string To { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // A redirect of a static drawing has to come from work that the drawing waits for.
        await Task.Yield();
        Navigation.NavigateTo(ReturnUrl.SignInAgain(To), forceLoad: true);
    }
}
