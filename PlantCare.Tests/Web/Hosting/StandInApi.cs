using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Json;
using PlantCare.Contracts.Plants;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>A server with the contract's shapes for the dashboard's tests: accounts, one owner's garden, and a live stream.</summary>
internal sealed class StandInApi : IAsyncDisposable
{
    public const string Email = "ada@example.org";
    public const string Password = "a garden of my own";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _accessTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Channel<LatestRow>> _watchers = new();
    private int _refreshes;

    private StandInApi(WebApplication app) => _app = app;

    public Garden Garden { get; set; } = Garden.Empty;

    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    public bool RefusesRefresh { get; set; }

    public int Refreshes => _refreshes;

    public int Watchers => _watchers.Count;

    public string Address => _app.Urls.First();

    public static async Task<StandInApi> StartAsync(string url = "http://127.0.0.1:0", bool withAccount = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.ConfigureHttpJsonOptions(json => PlantCareJson.Apply(json.SerializerOptions));
        var api = new StandInApi(builder.Build());
        if (withAccount)
        {
            api._accounts[Email] = Password;
        }

        api.Map();
        await api._app.StartAsync();
        return api;
    }

    public void Publish(LatestRow reading)
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.Writer.TryWrite(reading);
        }
    }

    public void EndTokens() => _accessTokens.Clear();

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.Writer.TryComplete();
        }

        await _app.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(2)).Token);
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.MapGet("/alive", () => Results.Ok());
        _app.MapGet("/auth/registration", () => new RegistrationStatus(RegistrationMode.Open, _accounts.IsEmpty));
        _app.MapPost("/auth/register", (Credentials credentials) => credentials.Password.Length < 10
            ? Results.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["PasswordTooShort"] = ["Passwords must be at least 10 characters."] })
            : _accounts.TryAdd(credentials.Email, credentials.Password)
                ? Results.Ok()
                : Results.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["DuplicateUserName"] = ["Username is already taken."] }));
        _app.MapPost("/auth/login", (Credentials credentials) => credentials.Email.StartsWith("locked", StringComparison.Ordinal)
            ? Results.Problem("LockedOut", statusCode: 401)
            : _accounts.TryGetValue(credentials.Email, out var password) && password == credentials.Password
                ? Results.Ok(Issue(credentials.Email))
                : Results.Problem("Failed", statusCode: 401));
        _app.MapPost("/auth/refresh", (RefreshTokens old) =>
        {
            Interlocked.Increment(ref _refreshes);
            return !RefusesRefresh && _refreshTokens.TryRemove(old.RefreshToken, out var email) ? Results.Ok(Issue(email)) : Results.Unauthorized();
        });

        var mine = _app.MapGroup("").AddEndpointFilter(async (context, next) =>
            EmailOf(context.HttpContext) is null ? Results.Unauthorized() : await next(context));
        mine.MapGet("/users/me", (HttpContext context) =>
            new UserResponse(Garden.Owner, EmailOf(context)!, EmailOf(context)!, DisplayName: null, IsAdministrator: true, Garden.Began));
        mine.MapGet("/plants", () => new Page<PlantResponse> { Data = Garden.Plants });
        mine.MapGet("/devices", () => new Page<DeviceResponse> { Data = Garden.Devices });
        mine.MapGet("/data/latest", () => new Page<LatestRow> { Data = Garden.Latest });
        mine.MapGet("/data/aggregated", (string field) => new AggregatedResponse(Garden.HistoryOf(field), "1d", Garden.HistoryOf(field).Count));
        mine.MapGet("/live", (CancellationToken left) => TypedResults.ServerSentEvents(WatchAsync(left)));
    }

    private async IAsyncEnumerable<SseItem<string>> WatchAsync([EnumeratorCancellation] CancellationToken left)
    {
        var id = Guid.CreateVersion7();
        var channel = _watchers[id] = Channel.CreateBounded<LatestRow>(10_000);
        try
        {
            yield return new SseItem<string>("", LiveMessage("heartbeat"));
            await foreach (var reading in channel.Reader.ReadAllAsync(left))
            {
                yield return new SseItem<string>(JsonSerializer.Serialize(reading, PlantCareJson.Options), LiveMessage("reading"));
            }
        }
        finally
        {
            _watchers.TryRemove(id, out _);
        }
    }

    private static string LiveMessage(string name) => name;

    private Tokens Issue(string email)
    {
        var access = Guid.CreateVersion7().ToString();
        var refresh = Guid.CreateVersion7().ToString();
        _accessTokens[access] = email;
        _refreshTokens[refresh] = email;
        return new Tokens("Bearer", access, (long)TokenLifetime.TotalSeconds, refresh);
    }

    private string? EmailOf(HttpContext context) =>
        _accessTokens.GetValueOrDefault(context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal));
}
