using System.Net;
using System.Net.Http.Headers;
using PlantCare.Contracts.Problems;

namespace PlantCare.Tests.Api;

/// <summary>Accounts: signing in and what Identity's endpoints answer.</summary>
[Collection(ApiTests.Name)]
public sealed class AccountTests(ApiFixture api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_answers_in_Identitys_own_names()
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await LoginAsync(caller.Credentials.Email, ApiCaller.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var tokens = await answer.JsonAsync();
        Assert.Equal(["accessToken", "expiresIn", "refreshToken", "tokenType"], tokens.Names());
        Assert.Equal("Bearer", tokens.GetProperty("tokenType").GetString());
        Assert.Equal(3600, tokens.GetProperty("expiresIn").GetInt32());
    }

    [Fact]
    public async Task Login_with_wrong_password_says_so()
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await LoginAsync(caller.Credentials.Email, "not " + ApiCaller.Password);

        var problem = await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Contains("password", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_after_five_wrong_passwords_is_locked_for_the_right_one_too()
    {
        using var caller = await api.Host.RegisterAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var wrong = await LoginAsync(caller.Credentials.Email, $"guess number {attempt}");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var answer = await LoginAsync(caller.Credentials.Email, ApiCaller.Password);

        var problem = await answer.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Contains("locked", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("useCookies=true")]
    [InlineData("useSessionCookies=true")]
    [InlineData("useCookies=True&useSessionCookies=false")]
    public async Task Login_with_cookies_is_refused(string query)
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await LoginAsync(caller.Credentials.Email, ApiCaller.Password, "?" + query);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains("bearer", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Login_that_declines_cookies_answers_tokens()
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await LoginAsync(caller.Credentials.Email, ApiCaller.Password, "?useCookies=false");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Refresh_buys_a_token_that_works()
    {
        using var caller = await api.Host.RegisterAsync();
        var tokens = await caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation);

        var again = await caller.Client.Auth.RefreshAsync(tokens.RefreshToken, Cancellation);

        caller.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", again.AccessToken);
        Assert.Equal(caller.Me, await caller.Client.Auth.GetMeAsync(Cancellation));
    }

    [Fact]
    public async Task Refresh_with_an_access_token_is_refused()
    {
        using var caller = await api.Host.RegisterAsync();
        var tokens = await caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation);

        using var answer = await api.Host.Anonymous.SendJsonAsync(HttpMethod.Post, "/auth/refresh", $$"""{"refreshToken":"{{tokens.AccessToken}}"}""");

        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refresh_after_a_new_password_is_refused()
    {
        using var caller = await api.Host.RegisterAsync();
        var tokens = await caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation);
        using var change = await caller.Http.SendJsonAsync(
            HttpMethod.Post, "/auth/manage/info", $$"""{"oldPassword":"{{ApiCaller.Password}}","newPassword":"another garden of mine"}""");
        Assert.Equal(["email", "isEmailConfirmed"], (await change.JsonAsync()).Names());

        var refusal = await Assert.ThrowsAsync<ApiException>(() => caller.Client.Auth.RefreshAsync(tokens.RefreshToken, Cancellation));

        Assert.Equal(HttpStatusCode.Unauthorized, refusal.Status);
    }

    [Theory]
    [InlineData("short", "PasswordTooShort")]
    [InlineData("aaaaaaaaaaaa", "PasswordRequiresUniqueChars")]
    public async Task Register_with_a_weak_password_is_refused(string password, string code)
    {
        using var answer = await RegisterAsync($"{Guid.CreateVersion7():n}@example.com", password);

        Assert.NotEmpty(await answer.FaultOfAsync(code));
    }

    [Fact]
    public async Task Register_with_the_address_of_another_account_is_refused_whatever_its_case()
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await RegisterAsync(caller.Credentials.Email.ToUpperInvariant(), ApiCaller.Password);

        Assert.NotEmpty(await answer.FaultOfAsync("DuplicateUserName"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an address")]
    public async Task Register_without_an_address_is_refused(string email)
    {
        using var answer = await RegisterAsync(email, ApiCaller.Password);

        await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task GetMe_tells_the_account()
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await caller.Http.GetAsync("/users/me", Cancellation);

        var me = await answer.JsonAsync();
        Assert.Equal(
            [
                "created_at", "display_name", "email", "email_confirmed", "has_password", "id", "is_administrator", "language", "telegram_linked",
                "time_zone", "two_factor", "units", "username",
            ],
            me.Names());
        Assert.Equal(caller.Credentials.Email, me.GetProperty("email").GetString());
        Assert.False(me.GetProperty("is_administrator").GetBoolean());
        Assert.EndsWith("Z", me.GetProperty("created_at").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(default, caller.Me.CreatedAt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer nonsense")]
    [InlineData("Basic YWxpY2U6c2VjcmV0")]
    public async Task GetMe_without_a_good_token_is_refused(string? authorization)
    {
        using var http = api.Host.CreateClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http.GetAsync("/users/me", Cancellation);

        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
    }

    private Task<HttpResponseMessage> LoginAsync(string email, string password, string query = "") =>
        api.Host.Anonymous.SendJsonAsync(HttpMethod.Post, "/auth/login" + query, $$"""{"email":"{{email}}","password":"{{password}}"}""");

    private Task<HttpResponseMessage> RegisterAsync(string email, string password) =>
        api.Host.Anonymous.SendJsonAsync(HttpMethod.Post, "/auth/register", $$"""{"email":"{{email}}","password":"{{password}}"}""");
}
