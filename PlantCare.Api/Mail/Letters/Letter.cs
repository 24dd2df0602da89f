namespace PlantCare.Api.Mail.Letters;

/// <summary>What a letter says, before it is text or HTML.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Language">The language that it is in, such as <c>de</c>.</param>
/// <param name="Paragraphs">What it says, above the link.</param>
/// <param name="Link">What to follow; null for nothing.</param>
/// <param name="After">What it says below the link.</param>
internal sealed record Letter(string Subject, string Language, IReadOnlyList<string> Paragraphs, LetterLink? Link, IReadOnlyList<string> After);

/// <summary>A link in a letter.</summary>
/// <param name="Label">What it does.</param>
/// <param name="Url">Where it leads. It may hold a secret: never log it where a mail server is set up.</param>
internal sealed record LetterLink(string Label, string Url);
