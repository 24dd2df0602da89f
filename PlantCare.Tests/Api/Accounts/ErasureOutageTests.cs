using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Readings;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Ingest;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Erasing accounts while the readings store does not do its part.</summary>
public sealed class ErasureOutageTests : IAsyncLifetime
{
    private readonly UnreliableStore _store = new();
    private ApiHost _host = null!;
    private ApiCaller _administrator = null!;
    private FilledAccount _ada = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(services => services.Decorate(_store));
        _administrator = await _host.RegisterAsync();
        _ada = await FilledAccount.CreateAsync(_host, _administrator);
    }

    public async ValueTask DisposeAsync()
    {
        _ada?.Dispose();
        _administrator?.Dispose();
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        _store.Dispose();
    }

    [Fact]
    public async Task Erasure_waits_for_a_store_that_is_away_and_lets_nobody_in_meanwhile()
    {
        _store.IsAway = true;
        await EraseAsync();
        await Until.TrueAsync(() => Task.FromResult(Logged("cannot be erased for now")), Cancellation);

        Assert.False(await IsErasedAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await _ada.SubmitAsync());
        _store.IsAway = false;
        await RunAsync();
        Assert.True(await IsErasedAsync());
    }

    [Fact]
    public async Task Erasure_is_not_over_while_the_store_keeps_the_readings()
    {
        _store.CannotErase = true;
        await EraseAsync();
        await Until.TrueAsync(() => Task.FromResult(Logged("is erased but for the readings store")), Cancellation);

        Assert.False(await IsErasedAsync());
        Assert.False(await _host.LookAsync(database => database.Users.AnyAsync(user => user.Id == _ada.Id, Cancellation)));

        // As the retention does, some day.
        _store.CannotErase = false;
        await _host.Services.GetRequiredService<IReadingStore>().EraseAsync(new ReadingScope(_ada.Id), Cancellation);
        _store.CannotErase = true;
        await RunAsync();
        Assert.True(await IsErasedAsync());
    }

    private Task EraseAsync() => _ada.Caller.Client.Users.EraseMeAsync(new EraseAccountRequest(_ada.Caller.Me.Email), Cancellation);

    private Task<bool> IsErasedAsync() => _host.LookAsync(database => database.Erasures.AnyAsync(erasure => erasure.ErasedAt != null, Cancellation));

    private bool Logged(string text) => _host.Logs.Entries.Any(entry => entry.Message.Contains(text, StringComparison.Ordinal));

    // When it is due.
    private async Task RunAsync()
    {
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(1);
        await Until.TrueAsync(() => _host.LookAsync(database => database.Erasures.AnyAsync(erasure => erasure.NextAt < soon, Cancellation)), Cancellation);
        await _host.LookAsync(database => database.Erasures.ExecuteUpdateAsync(erasure => erasure.SetProperty(e => e.NextAt, e => e.RequestedAt), Cancellation));
        await _host.Services.GetRequiredService<ErasureWorker>().RunDueAsync(Cancellation);
        await Until.TrueAsync(IsErasedAsync, Cancellation);
    }
}
