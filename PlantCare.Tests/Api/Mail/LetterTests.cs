using System.Globalization;
using System.Xml.Linq;
using PlantCare.Api.Mail;
using PlantCare.Api.Mail.Letters;
using PlantCare.Api.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Mail;

/// <summary>What letters say, in every language.</summary>
public sealed class LetterTests
{
    private static readonly string[] Languages = ["en", "it", "de"];
    private static readonly LetterBook Book = new(new MailSettings { DashboardUrl = "https://plants.example.com/garden/" });

    [Fact]
    public void Every_language_has_every_text_with_the_same_arguments()
    {
        var texts = Languages.ToDictionary(language => language, TextsOf);

        foreach (var language in Languages)
        {
            Assert.Equal(texts["en"].Keys.Order(StringComparer.Ordinal), texts[language].Keys.Order(StringComparer.Ordinal));
            Assert.DoesNotContain(texts[language], text => string.IsNullOrWhiteSpace(text.Value)
                || text.Value.Contains("{0}", StringComparison.Ordinal) != texts["en"][text.Key].Contains("{0}", StringComparison.Ordinal)
                || text.Value.Contains("{1}", StringComparison.Ordinal) != texts["en"][text.Key].Contains("{1}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_letter_is_written_in_the_language_that_is_asked_for()
    {
        foreach (var language in Languages)
        {
            var culture = CultureInfo.GetCultureInfo(language);
            Letter[] letters =
            [
                Book.Confirm(culture, "/a?b=c&d=e"), Book.Change(culture, "ada@example.com", "/a"), Book.Reset(culture, "/a"), Book.Invite(culture, "/a", DateTimeOffset.UnixEpoch),
                .. Enum.GetValues<ShareRole>().Where(role => role != ShareRole.Sitter).SelectMany(role => ((string[])["plant", "place"]).Select(kind =>
                    Book.Share(culture, new InvitationLetter("bea@example.com", "Ada", kind, "Basil", role, "/invitations/x", DateTimeOffset.UnixEpoch)))),
                .. ((string[])["password_changed", "email_changed", "two_factor_off", "two_factor_on", "passkey_added", "telegram_linked"])
                    .Select(notice => Book.Notice(culture, notice, "ada@example.com") ?? throw new InvalidOperationException(notice)),
            ];

            Assert.All(letters, letter =>
            {
                Assert.Equal(language, letter.Language);
                Assert.StartsWith("https://plants.example.com/garden/", letter.Link!.Url, StringComparison.Ordinal);
                Assert.Contains(letter.Link.Url, LetterText.Plain(letter), StringComparison.Ordinal);
                Assert.DoesNotContain("{0}", LetterText.Plain(letter), StringComparison.Ordinal);
                Assert.DoesNotContain("src=", LetterText.Html(letter), StringComparison.Ordinal);
            });
            Assert.Contains("href=\"https://plants.example.com/garden/a?b=c&amp;d=e\"", LetterText.Html(letters[0]), StringComparison.Ordinal);
        }

        Assert.Null(Book.Notice(CultureInfo.GetCultureInfo("en"), "nothing", "ada@example.com"));
    }

    [Fact]
    public void Choose_takes_the_first_language_that_exists()
    {
        Assert.Equal("de-AT", LetterLanguage.Choose(null, "xx-nonsense-tag", "de-AT", "it").Name);
        Assert.Equal("en", LetterLanguage.Choose(null, "").Name);
        Assert.Equal("de", Book.Reset(CultureInfo.GetCultureInfo("de-AT"), "/a").Language);
        Assert.Equal("en", Book.Reset(CultureInfo.GetCultureInfo("fr"), "/a").Language);
    }

    private static Dictionary<string, string> TextsOf(string language) =>
        XDocument.Load(Path.Combine(Repository.Root, "PlantCare.Api", "Mail", "Letters", language == "en" ? "LetterWords.resx" : $"LetterWords.{language}.resx"))
            .Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
}
