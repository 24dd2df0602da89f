using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational;
using PlantCare.Tests.Api;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Editions;

/// <summary>Everything between a person's request and a device's answer, for what must be the same whichever edition somebody runs.</summary>
public abstract class Edition : IAsyncLifetime
{
    /// <summary>All tests of a collection sign in from one address, more often than a household does.</summary>
    protected const string SignInPerMinute = "6000";

    protected TempFolder Folder { get; } = new();

    protected LogRecorder Logs { get; } = new();

    /// <summary>What Api takes for Telegram.</summary>
    internal TelegramServer Telegram { get; private set; } = null!;

    /// <summary>What was logged at warning and above.</summary>
    public IReadOnlyCollection<LogEntry> LogEntries => Logs.Entries;

    /// <summary>Where devices connect.</summary>
    public abstract int BrokerPort { get; }

    /// <summary>Where they connect by WebSocket.</summary>
    public abstract Uri WebSocketAddress { get; }

    /// <summary>The services' own account at the broker; null where it needs none.</summary>
    public virtual (string User, string Secret)? ServiceAccount => null;

    /// <summary>Api's own services.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Where Api answers.</summary>
    protected abstract Uri Address { get; }

    /// <summary>The door for readings.</summary>
    protected abstract IReadingIntake Intake { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A new account, signed in.</summary>
    public Task<ApiCaller> RegisterAsync() => ApiCaller.RegisterAsync(CreateClient(), $"{Guid.CreateVersion7():n}@example.com");

    /// <summary>A new account that administers the system.</summary>
    public async Task<ApiCaller> RegisterAdministratorAsync()
    {
        var caller = await ApiCaller.RegisterAsync(CreateClientElsewhere(), $"{Guid.CreateVersion7():n}@example.com");
        await LookAsync(database => database.Users
            .Where(user => user.Id == caller.Me.Id).ExecuteUpdateAsync(user => user.SetProperty(u => u.IsAdministrator, true), Cancellation));
        return caller;
    }

    /// <summary>A caller with a token of another kind.</summary>
    public HttpClient CreateClient(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The same, from an address of its own, which has limits of its own.</summary>
    public HttpClient CreateClientElsewhere(string? token = null)
    {
        var client = CreateClient(token);
        var parts = RandomNumberGenerator.GetBytes(3);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.{parts[0]}.{parts[1]}.{parts[2]}");
        return client;
    }

    /// <summary>Stores what a device sends.</summary>
    public async Task SubmitAsync(string deviceId, string payload)
    {
        var message = new IncomingMessage(deviceId, $"plantcare/{deviceId}/readings", Encoding.UTF8.GetBytes(payload), TimeProvider.System.GetUtcNow());
        await Until.TrueAsync(async () => (await Intake.SubmitAsync(message, Cancellation)).Stored > 0, Cancellation);
    }

    /// <summary>Works in the database, past every filter.</summary>
    public Task<T> LookAsync<T>(Func<PlantCareContext, Task<T>> look) => Services.GetRequiredService<SystemWork>().RunAsync(look);

    public abstract ValueTask InitializeAsync();

    /// <summary>Starts what both editions have beside themselves, and says with which settings Api finds it.</summary>
    protected async Task<IEnumerable<KeyValuePair<string, string?>>> StartNeighboursAsync()
    {
        Telegram = await TelegramServer.StartAsync();
        return Telegram.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
    }

    public virtual async ValueTask DisposeAsync()
    {
        await (Telegram?.DisposeAsync() ?? ValueTask.CompletedTask);
        Folder.Dispose();
        Logs.AssertNoErrors();
        GC.SuppressFinalize(this);
    }
}
