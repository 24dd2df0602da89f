using System.Globalization;
using Microsoft.Extensions.Localization;
using MudBlazor;
using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Languages;

/// <summary>MudBlazor's own texts, such as the label of the button that closes a message: those of the components that we use.</summary>
internal sealed class MudWords : MudLocalizer
{
    private static readonly WordBook Book = new(typeof(MudWords));

    /// <summary>The text of MudBlazor's key; marked as not found where it is none of ours, whereupon MudBlazor's English one stands.</summary>
    public override LocalizedString this[string key] => new(key, Book.Find(key) ?? key, resourceNotFound: Book.Find(key) is null);

    /// <summary>The same with arguments.</summary>
    public override LocalizedString this[string key, params object[] arguments] =>
        new(key, string.Format(CultureInfo.CurrentCulture, Book.Find(key) ?? key, arguments), resourceNotFound: Book.Find(key) is null);
}
