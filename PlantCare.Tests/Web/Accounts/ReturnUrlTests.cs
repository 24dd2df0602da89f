using PlantCare.Web.Accounts;

namespace PlantCare.Tests.Web.Accounts;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/plants/1?range=7d")]
    [InlineData("/devices")]
    public void Safe_with_a_page_of_ours_keeps_it(string url) => Assert.Equal(url, ReturnUrl.Safe(url));

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
