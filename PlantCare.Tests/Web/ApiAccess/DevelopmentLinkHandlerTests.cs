using System.Net;
using Microsoft.AspNetCore.Http;
using PlantCare.Contracts.Auth;
using PlantCare.Web.ApiAccess;

namespace PlantCare.Tests.Web.ApiAccess;

/// <summary>Whose page is shown the link of a letter that is not sent, and what it may lead to.</summary>
public sealed class DevelopmentLinkHandlerTests
{
    [Theory]
    [InlineData("/account/reset-password?email=bea%40example.org&code=abc", "/account/reset-password?email=bea%40example.org&code=abc")]
    [InlineData("https://plants.example.com/account/confirm?user=1&code=abc", "https://plants.example.com/account/confirm?user=1&code=abc")]
    [InlineData("http://localhost:8080/account/confirm?user=1", "http://localhost:8080/account/confirm?user=1")]
    [InlineData("/sign-out", null)]
    [InlineData("account/confirm", null)]
    [InlineData("//evil.example/account/confirm", null)]
    [InlineData("/\\evil.example/account/confirm", null)]
    [InlineData("/account/\nconfirm", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Safe_takes_pages_for_accounts_and_addresses_on_the_web(string? link, string? expected) =>
        Assert.Equal(expected, DevelopmentLinkHandler.Safe(link));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.0.2.7", false)]
    [InlineData(null, false)]
    public async Task Of_knows_the_link_for_a_browser_on_this_machine_alone(string? browser, bool isKnown)
    {
        const string Path = "/account/confirm?user=1&code=abc";
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = browser is null ? null : IPAddress.Parse(browser);
        using var http = new HttpClient(new DevelopmentLinkHandler(new HttpContextAccessor { HttpContext = context }) { InnerHandler = new Letterless(Path) });
        Assert.Null(DevelopmentLinkHandler.Of(context));

        using var answer = await http.PostAsync(new Uri("http://api/auth/forgotPassword"), content: null, TestContext.Current.CancellationToken);

        Assert.Equal(isKnown ? Path : null, DevelopmentLinkHandler.Of(context));
    }

    /// <summary>Api without a mail server, in development.</summary>
    private sealed class Letterless(string link) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK);
            response.Headers.Add(AuthHeaders.DevelopmentLink, link);
            return Task.FromResult(response);
        }
    }
}
