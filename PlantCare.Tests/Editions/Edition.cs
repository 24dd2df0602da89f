using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational;
using PlantCare.Tests.Api;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Editions;

/// <summary>Everything between a person's request and a device's answer, for what must be the same whichever edition somebody runs.</summary>
public abstract class Edition : IAsyncLifetime
{
    /// <summary>All tests of a collection sign in from one address, more often than a household does.</summary>
    protected const string SignInPerMinute = "6000";

    protected TempFolder Folder { get; } = new();

    protected LogRecorder Logs { get; } = new();

    /// <summary>Where devices connect.</summary>
    public abstract int BrokerPort { get; }

    /// <summary>Where they connect by WebSocket.</summary>
    public abstract Uri WebSocketAddress { get; }

    /// <summary>Api's own services.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Where Api answers.</summary>
    protected abstract Uri Address { get; }

    /// <summary>The door for readings.</summary>
    protected abstract IReadingIntake Intake { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A new account, signed in.</summary>
    public Task<ApiCaller> RegisterAsync() => ApiCaller.RegisterAsync(CreateClient(), $"{Guid.CreateVersion7():n}@example.com");

    /// <summary>A caller with a token of another kind.</summary>
    public HttpClient CreateClient(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
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

    public virtual ValueTask DisposeAsync()
    {
        Folder.Dispose();
        Logs.AssertNoErrors();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
