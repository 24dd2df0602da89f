using MudBlazor;

namespace PlantCare.Web.Components;

/// <summary>Asks before something is destroyed.</summary>
internal static class Confirmation
{
    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="dialogs">Shows the question.</param>
    /// <param name="title">The question.</param>
    /// <param name="message">What will happen.</param>
    /// <param name="action">What the confirming button says.</param>
    /// <param name="typeToConfirm">What has to be typed first; null for nothing.</param>
    /// <param name="typePrompt">Asks for it.</param>
    /// <returns>Whether to go on.</returns>
    public static async Task<bool> ConfirmAsync(
        this IDialogService dialogs, string title, string message, string action, string? typeToConfirm = null, string? typePrompt = null)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Title, title },
            { dialog => dialog.Message, message },
            { dialog => dialog.Action, action },
            { dialog => dialog.Dangerous, true },
            { dialog => dialog.TypeToConfirm, typeToConfirm },
            { dialog => dialog.TypePrompt, typePrompt },
        };
        var asked = await dialogs.ShowAsync<ConfirmDialog>(title: null, parameters);
        return await asked.Result is { Canceled: false };
    }
}
