using System.Text;
using System.Text.Encodings.Web;

namespace PlantCare.Api.Mail.Letters;

/// <summary>Writes a letter out. The HTML is what every mail program shows alike: paragraphs and a link; no picture, no style sheet, nothing from elsewhere.</summary>
internal static class LetterText
{
    /// <summary>As plain text.</summary>
    public static string Plain(Letter letter)
    {
        var parts = letter.Link is { } link
            ? [.. letter.Paragraphs, $"{link.Label}:\n{link.Url}", .. letter.After]
            : (string[])[.. letter.Paragraphs, .. letter.After];
        return string.Join("\n\n", parts) + "\n\n-- \nPlantCare\n";
    }

    /// <summary>As HTML.</summary>
    public static string Html(Letter letter)
    {
        var html = new StringBuilder($"<!DOCTYPE html>\n<html lang=\"{Encode(letter.Language)}\">\n<head><meta charset=\"utf-8\"><title>{Encode(letter.Subject)}</title></head>\n<body>\n");
        foreach (var paragraph in letter.Paragraphs)
        {
            html.Append("<p>").Append(Encode(paragraph)).Append("</p>\n");
        }

        if (letter.Link is { } link)
        {
            html.Append("<p><a href=\"").Append(Encode(link.Url)).Append("\">").Append(Encode(link.Label)).Append("</a></p>\n");
            html.Append("<p>").Append(Encode(link.Url)).Append("</p>\n");
        }

        foreach (var paragraph in letter.After)
        {
            html.Append("<p>").Append(Encode(paragraph)).Append("</p>\n");
        }

        return html.Append("<p>PlantCare</p>\n</body>\n</html>\n").ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
