using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace PlantCare.Contracts.Languages;

/// <summary>
/// The texts of one class, in every language: those of the <c>.resx</c> files beside it, by <see cref="CultureInfo.CurrentUICulture"/>.
/// Numbers within them are written by <see cref="CultureInfo.CurrentCulture"/>. A text's key is the member that says it, so that a class
/// of words reads <c>public static string SignOut => Book.Get();</c>
/// </summary>
/// <param name="owner">The class. Its resources bear its full name, as they do when the files lie beside its own.</param>
public sealed class WordBook(Type owner)
{
    private readonly ResourceManager _texts = new(owner);

    /// <summary>The text of a key, in the language at hand or else in the neutral one; null when there is none.</summary>
    public string? Find(string key) => _texts.GetString(key, CultureInfo.CurrentUICulture);

    /// <summary>The text of a key.</summary>
    /// <exception cref="MissingManifestResourceException">There is none, which is a bug and not a missing translation.</exception>
    public string Get([CallerMemberName] string key = "") =>
        Find(key) ?? throw new MissingManifestResourceException($"{owner.Name}.resx has no text '{key}'.");

    /// <summary>The text of a key with its arguments, <c>{0}</c> and on, filled in.</summary>
    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public string Format(ReadOnlySpan<object?> arguments, [CallerMemberName] string key = "") =>
        string.Format(CultureInfo.CurrentCulture, Get(key), arguments);

    /// <summary>
    /// The text for a number of things, such as <c>3 plants</c>: its key is <c>Key.one</c>, <c>Key.other</c> or what else the language
    /// tells apart (<see cref="PluralForm"/>).
    /// </summary>
    /// <param name="count">The number; the text's <c>{0}</c>.</param>
    /// <param name="more">The text's <c>{1}</c>; null where it has none.</param>
    /// <param name="key">The key without the form.</param>
    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public string Count(long count, object? more = null, [CallerMemberName] string key = "")
    {
        // A language that a text is not translated into lends it the neutral text, which knows two forms only.
        var form = $"{key}.{PluralForm.Of(CultureInfo.CurrentUICulture, count)}";
        return Format([count, more], Find(form) is null ? $"{key}.{PluralForm.Other}" : form);
    }
}
