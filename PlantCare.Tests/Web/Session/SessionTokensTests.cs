using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Metrics;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Web;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Session;

namespace PlantCare.Tests.Web.Session;

public sealed class SessionTokensTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private ApiServer _api = default!;
    private SessionStore _store = default!;
    private SessionTokens _tokens = default!;

    private int Refreshes => _api.Asked.Count(path => path == "/auth/refresh");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiServer.StartAsync(_folder.Path);
        var settings = new WebSettings { DataPath = _folder.Path };
        _store = new SessionStore(new SessionFiles(settings, new EphemeralDataProtectionProvider(), NullLogger<SessionFiles>.Instance), settings, _clock);
        _tokens = new SessionTokens(_store, new AnonymousApi(new Clients(_api)), settings, _clock, NullLogger<SessionTokens>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _tokens.Dispose();
        _store.Dispose();
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Get_while_the_token_is_fresh_buys_nothing()
    {
        var (key, session) = await SignInAsync();

        Assert.Equal(session.AccessToken, await _tokens.GetAsync(key, Cancel));
        Assert.Equal(0, Refreshes);
    }

    [Fact]
    public async Task Get_by_many_circuits_when_due_buys_one_token()
    {
        var (key, session) = await SignInAsync();
        _clock.Now += TimeSpan.FromMinutes(50);

        var given = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _tokens.GetAsync(key, Cancel)));

        Assert.Equal(1, Refreshes);
        Assert.NotEqual(session.AccessToken, Assert.Single(given.Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Get_when_due_takes_over_what_the_account_says_now()
    {
        var (key, session) = await SignInAsync();
        await _api.Owner.Users.UpdateMeAsync(
            new UpdateUserRequest { TimeZone = "Asia/Tokyo", Units = new UpdateUnits { Temperature = TemperatureUnit.Fahrenheit } }, Cancel);
        _clock.Now += TimeSpan.FromMinutes(50);

        var given = await _tokens.GetAsync(key, Cancel);

        var now = (await _store.FindAsync(key, Cancel))!;
        Assert.Equal((UserUnits.Default, false), (session.Units, session.IsAdministrator));
        Assert.Equal((TemperatureUnit.Fahrenheit, "Asia/Tokyo", true), (now.Units!.Temperature, now.TimeZone, now.IsAdministrator));
        Assert.Equal(given, now.AccessToken);
    }

    [Fact]
    public async Task Get_when_due_and_api_is_away_gives_the_old_token_while_it_lives()
    {
        var (key, session) = await SignInAsync();
        await _api.DisposeAsync();

        _clock.Now += TimeSpan.FromMinutes(50);
        Assert.Equal(session.AccessToken, await _tokens.GetAsync(key, Cancel));

        _clock.Now += TimeSpan.FromMinutes(20);
        await Assert.ThrowsAsync<HttpRequestException>(() => _tokens.GetAsync(key, Cancel));
        Assert.NotNull(await _store.FindAsync(key, Cancel));
    }

    [Fact]
    public async Task Get_when_api_refuses_the_refresh_ends_the_session()
    {
        var (key, session) = await SignInAsync();
        await _store.ReplaceAsync(key, session, session with { RefreshToken = "no token of Api's" }, Cancel);
        _clock.Now += TimeSpan.FromMinutes(50);

        Assert.Null(await _tokens.GetAsync(key, Cancel));
        Assert.Null(await _store.FindAsync(key, Cancel));
    }

    private async Task<(string Key, WebSession Session)> SignInAsync()
    {
        using var http = new Clients(_api).CreateClient("api");
        var tokens = await new PlantCareClient(http).Auth.LoginAsync(new Credentials(ApiServer.Email, ApiServer.Password), Cancel);
        var user = new UserResponse(Garden.Owner, ApiServer.Email, ApiServer.Email, DisplayName: null, IsAdministrator: false, _clock.Now);
        var session = WebSession.Begin(tokens, user, _clock.Now, TimeSpan.FromDays(14));
        return (await _store.AddAsync(session, Cancel), session);
    }

    private sealed class Clients(ApiServer api) : IHttpClientFactory
    {
        private readonly Uri _address = new(api.Address);

        public HttpClient CreateClient(string name) => new() { BaseAddress = _address };
    }
}
