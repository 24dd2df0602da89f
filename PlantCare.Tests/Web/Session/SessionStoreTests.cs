using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using PlantCare.Contracts.Auth;
using PlantCare.Tests.Infrastructure;
using PlantCare.Web;
using PlantCare.Web.Session;

namespace PlantCare.Tests.Web.Session;

public sealed class SessionStoreTests : IDisposable
{
    private static readonly IDataProtectionProvider Protection = new EphemeralDataProtectionProvider();

    private readonly TempFolder _folder = new();
    private readonly WebSettings _settings;
    private readonly ManualClock _clock = new();

    public SessionStoreTests() => _settings = new WebSettings { DataPath = _folder.Path, MaxSessions = 3 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_after_restart_returns_the_session()
    {
        using var before = NewStore();
        var session = NewSession();
        var key = await before.AddAsync(session, Cancel);

        using var after = NewStore();

        Assert.Equal(session, await after.FindAsync(key, Cancel));
    }

    [Fact]
    public async Task Add_keeps_nothing_readable_on_disk()
    {
        using var store = NewStore();

        var key = await store.AddAsync(NewSession(), Cancel);

        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "sessions")));
        Assert.DoesNotContain(key, Path.GetFileName(file), StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file, Cancel);
        Assert.DoesNotContain("access-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_with_other_protection_keys_forgets_the_session()
    {
        using var before = NewStore();
        var key = await before.AddAsync(NewSession(), Cancel);

        using var after = NewStore(new EphemeralDataProtectionProvider());

        Assert.Null(await after.FindAsync(key, Cancel));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "sessions")));
    }

    [Fact]
    public async Task Find_when_expired_returns_nothing_and_deletes_it()
    {
        using var store = NewStore();
        var key = await store.AddAsync(NewSession(), Cancel);

        _clock.Now += _settings.SessionLifetime + TimeSpan.FromSeconds(1);

        Assert.Null(await store.FindAsync(key, Cancel));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "sessions")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Find_with_a_key_that_was_never_given_returns_nothing(string? key)
    {
        using var store = NewStore();
        await store.AddAsync(NewSession(), Cancel);

        Assert.Null(await store.FindAsync(key, Cancel));
    }

    [Fact]
    public async Task Add_beyond_the_bound_lets_the_oldest_go()
    {
        using var store = NewStore();
        var keys = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            keys.Add(await store.AddAsync(NewSession(), Cancel));
            foreach (var (file, age) in Directory.GetFiles(Path.Combine(_folder.Path, "sessions")).Select(file => (file, File.GetLastWriteTimeUtc(file))))
            {
                File.SetLastWriteTimeUtc(file, age.AddMinutes(-1));
            }
        }

        Assert.Null(await store.FindAsync(keys[0], Cancel));
        Assert.All(keys.Skip(1), key => Assert.NotNull(store.FindAsync(key, Cancel).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task Replace_after_sign_out_does_not_bring_the_session_back()
    {
        using var store = NewStore();
        var session = NewSession();
        var key = await store.AddAsync(session, Cancel);
        await store.RemoveAsync(key, Cancel);

        Assert.False(await store.ReplaceAsync(key, session, session with { AccessToken = "access-2" }, Cancel));

        Assert.Null(await store.FindAsync(key, Cancel));
    }

    private SessionStore NewStore(IDataProtectionProvider? protection = null) =>
        new(new SessionFiles(_settings, protection ?? Protection, NullLogger<SessionFiles>.Instance), _settings, _clock);

    private WebSession NewSession() => WebSession.Begin(
        new Tokens("Bearer", "access-1", 3600, "refresh-1"),
        new UserResponse(Guid.CreateVersion7(), "ada@example.org", "ada@example.org", DisplayName: null, IsAdministrator: false, _clock.Now),
        _clock.Now,
        _settings.SessionLifetime);
}
