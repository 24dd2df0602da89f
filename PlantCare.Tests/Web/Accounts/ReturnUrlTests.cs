using PlantCare.Web.Accounts;

namespace PlantCare.Tests.Web.Accounts;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/plants/1?range=7d")]
    [InlineData("/devices")]
    public void Safe_with_a_page_of_ours_keeps_it(string url) => Assert.Equal(url, ReturnUrl.Safe(url));

    [Theory]
    [InlineData("/plants/1?range=7d", "/sign-in?returnUrl=%2Fplants%2F1%3Frange%3D7d&ended=true")]
    [InlineData("//evil.example", "/sign-in?ended=true")]
    public void SignInAgain_leads_back_and_says_why(string to, string expected) => Assert.Equal(expected, ReturnUrl.SignInAgain(to));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData("/sign-out")]
    public void Safe_with_anything_else_is_the_overview(string? url) => Assert.Equal("/", ReturnUrl.Safe(url));
}
