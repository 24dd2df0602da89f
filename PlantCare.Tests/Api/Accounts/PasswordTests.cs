using System.Net;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Passwords that are guessed first are refused.</summary>
[Collection(ApiTests.Name)]
public sealed class PasswordTests(ApiFixture api)
{
    [Theory]
    [InlineData("password1234", "PasswordTooCommon")]
    [InlineData("1234567890", "PasswordTooCommon")]
    [InlineData("qwertyuiop", "PasswordTooCommon")]
    [InlineData("P@ssw0rd123", "PasswordTooCommon")]
    [InlineData("0123456789", "PasswordTooCommon")]
    [InlineData("poiuytrewq", "PasswordTooCommon")]
    [InlineData("abcdefghijkl", "PasswordTooCommon")]
    [InlineData("!!Summer2026!!", "PasswordTooCommon")]
    [InlineData("Plantcare-Basil7", "PasswordTooCommon")]
    [InlineData("iloveyoupassword", "PasswordTooCommon")]
    [InlineData("a1b2a1b2a1b2", "PasswordTooCommon")]
    [InlineData("ada.{0}@example.com", "PasswordIsName")]
    [InlineData("ADA-{0}", "PasswordIsName")]
    public async Task Register_with_a_password_that_is_guessed_first_is_refused(string pattern, string code)
    {
        var mark = Guid.CreateVersion7().ToString("n");
        var password = pattern.Replace("{0}", mark, StringComparison.Ordinal);
        using var answer = await api.Host.Anonymous.SendJsonAsync(
            HttpMethod.Post, "/auth/register", $$"""{"email":"ada.{{mark}}@example.com","password":"{{password}}"}""");

        Assert.Contains("Choose another", await answer.FaultOfAsync(code), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orchid kettle plaza seven")]
    [InlineData("kX7#mv9!qLw2")]
    [InlineData("passwordless kettle")]
    [InlineData("my basil hates winter draughts, and so do I; this goes on for much longer than anybody needs it to")]
    public async Task Register_with_a_good_password_is_taken(string password)
    {
        using var answer = await api.Host.Anonymous.SendJsonAsync(
            HttpMethod.Post, "/auth/register", $$"""{"email":"{{Guid.CreateVersion7():n}}@example.com","password":"{{password}}"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
