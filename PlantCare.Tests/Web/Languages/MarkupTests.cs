using System.Text.RegularExpressions;

namespace PlantCare.Tests.Web.Languages;

/// <summary>Pages say nothing themselves: what people read or hear comes from a class of words.</summary>
public sealed partial class MarkupTests
{
    public static TheoryData<string> Pages => [.. WordFile.Sources("*.razor").Select(path => Path.GetRelativePath(WordFile.Web, path))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_has_no_text_of_its_own(string page)
    {
        var markup = Markup(File.ReadAllText(Path.Combine(WordFile.Web, page)));

        Assert.Empty(Text().Matches(markup).Concat(Attribute().Matches(markup)).Select(match => match.Groups["text"].Value.Trim()));
    }

    [Theory]
    [InlineData("<p>Trace <code>@trace</code></p>", "Trace")]
    [InlineData("<p>@Clock.Age(seen) ago</p>", "ago")]
    [InlineData("<input placeholder=\"kitchen-sensor\" />", "kitchen-sensor")]
    [InlineData("<button aria-label=\"Close @name\">×</button>", "Close")]
    public void Text_in_a_page_is_found(string markup, string text)
    {
        var found = Text().Matches(Markup(markup)).Concat(Attribute().Matches(Markup(markup)));

        Assert.Equal(text, Assert.Single(found).Groups["text"].Value.Trim());
    }

    // What is left when comments, code and expressions are taken out.
    private static string Markup(string razor)
    {
        var code = razor.IndexOf("\n@code", StringComparison.Ordinal);
        var markup = Comment().Replace(code < 0 ? razor : razor[..code], "");
        return Expression().Replace(Condition().Replace(Directive().Replace(markup, ""), ""), "");
    }

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@(page|using|inject|inherits|implements|layout|attribute)\b.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Directive();

    // @if (anything (in brackets)), else if (…), @foreach (…).
    [GeneratedRegex(@"\b(if|foreach|for|switch|while) \((?>[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Condition();

    // @name.Member(with, "arguments")?.Member, @(anything (in brackets)).
    [GeneratedRegex(@"@[\w.?!]*(\((?>[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)(\??\.\w+)*)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Expression();

    // Between two tags, with no code in between: code has braces.
    [GeneratedRegex(@">(?<text>[^<>{}=;]*\p{L}{2,}[^<>{}=;]*)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Text();

    // Attributes that people see or hear, and our components' parameters that end in them.
    [GeneratedRegex(
        @"(?<=\s)(aria-label|aria-description|aria-roledescription|placeholder|title|alt|Title|Label|Text|Message|BackText|Action|Prompt|Hint)=""(?<text>[^""]*\p{L}{2,}[^""]*)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Attribute();
}
