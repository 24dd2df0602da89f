using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>The live feed of who sees other people's plants, too.</summary>
public sealed class SharedLiveTests : IAsyncLifetime
{
    private ApiHost _host = null!;
    private ApiCaller _owner = null!;
    private ApiCaller _other = null!;
    private PlantResponse _basil = null!;
    private DeviceWithSecretResponse _basils = null!;
    private DeviceWithSecretResponse _secrets = null!;
    private DeviceWithSecretResponse _roses = null!;
    private int _sent;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(("Api:LiveCheck", "00:00:00.050"));
        (_owner, _other) = (await _host.RegisterAsync(), await _host.RegisterAsync());
        _basil = await _owner.AddPlantAsync();
        _basils = await _owner.AddDeviceAsync(_basil.Id);
        _secrets = await _owner.AddDeviceAsync((await _owner.AddPlantAsync("Secret")).Id);
        _roses = await _other.AddDeviceAsync((await _other.AddPlantAsync("Rose")).Id);
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _other.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Feed_has_the_own_plants_and_the_shared_ones_for_as_long_as_they_are()
    {
        using var watcher = await Watcher.StartAsync(_other.Client, plantId: null);
        Assert.Equal(["Rose"], await RoundAsync(watcher));

        var share = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);
        await Until.TrueAsync(async () => await RoundAsync(watcher) is ["Basil", "Rose"], Cancellation);

        await _owner.Client.Shares.DeleteAsync(share.Id, Cancellation);
        await Until.TrueAsync(async () => await RoundAsync(watcher) is ["Rose"], Cancellation);
        Assert.False(watcher.HasEnded);
        Assert.DoesNotContain("Secret", watcher.Seen);
    }

    [Fact]
    public async Task Feed_of_one_shared_plant_ends_with_the_share()
    {
        var share = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);
        using var watcher = await Watcher.StartAsync(_other.Client, _basil.Id);
        await SendAsync(_basils);
        await Until.TrueAsync(() => Task.FromResult(watcher.Seen.Contains("Basil")), Cancellation);
        Assert.Equal(["Basil"], watcher.Seen.Distinct());

        await _owner.Client.Shares.DeleteAsync(share.Id, Cancellation);

        await Until.TrueAsync(() => Task.FromResult(watcher.HasEnded), Cancellation);
        using var again = await _other.Http.GetAsync($"/live?plant_id={_basil.Id}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await again.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Feed_of_a_sitter_shows_its_plants_and_ends_with_the_link()
    {
        var link = await _owner.Client.Shares.AddPlantSitterAsync(
            _basil.Id, new CreateSitterRequest("Bea", TimeProvider.System.GetUtcNow().AddDays(1)), Cancellation);
        using var sitter = _host.SitWith(link.Token);
        using var watcher = await Watcher.StartAsync(sitter.Client, plantId: null);
        await SendAsync(_secrets);
        await SendAsync(_basils);
        await Until.TrueAsync(() => Task.FromResult(!watcher.Seen.IsEmpty), Cancellation);
        Assert.Equal(["Basil"], watcher.Seen);

        await _owner.Client.Shares.DeleteAsync(link.Share.Id, Cancellation);

        await Until.TrueAsync(() => Task.FromResult(watcher.HasEnded), Cancellation);
    }

    [Fact]
    public async Task Feed_ends_with_the_session_of_who_watches()
    {
        using var watcher = await Watcher.StartAsync(_other.Client, plantId: null);
        Assert.Equal(["Rose"], await RoundAsync(watcher));

        await _host.LookAsync(database => database.Sessions.Where(session => session.UserId == _other.Me.Id).ExecuteDeleteAsync(Cancellation));

        await Until.TrueAsync(() => Task.FromResult(watcher.HasEnded), Cancellation);
    }

    // A reading of each plant; the watcher's own comes last, and by it the round is over.
    private async Task<string[]> RoundAsync(Watcher watcher)
    {
        var from = watcher.Seen.Count;
        await SendAsync(_secrets);
        await SendAsync(_basils);
        await SendAsync(_roses);
        await Until.TrueAsync(() => Task.FromResult(watcher.Seen.Skip(from).Contains("Rose")), Cancellation);
        return [.. watcher.Seen.Skip(from)];
    }

    private async Task SendAsync(DeviceWithSecretResponse device)
    {
        var value = (++_sent % 50).ToString(CultureInfo.InvariantCulture);
        using var answer = await _owner.SubmitAsync(device.DeviceId, device.Secret, $$"""{"temperature":{{value}}}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private sealed class Watcher : IDisposable
    {
        private readonly CancellationTokenSource _leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        public ConcurrentQueue<string> Seen { get; } = [];

        public bool HasEnded { get; private set; }

        public static async Task<Watcher> StartAsync(PlantCareClient client, Guid? plantId)
        {
            var watcher = new Watcher();
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = watcher.WatchAsync(client, plantId, heard);
            await heard.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
            return watcher;
        }

        public void Dispose()
        {
            _leaving.Cancel();
            _leaving.Dispose();
        }

        private async Task WatchAsync(PlantCareClient client, Guid? plantId, TaskCompletionSource heard)
        {
            try
            {
                await foreach (var message in client.Data.WatchAsync(plantId, _leaving.Token))
                {
                    heard.TrySetResult();
                    if (message.Reading is { } reading)
                    {
                        Seen.Enqueue(reading.PlantName);
                    }
                }

                HasEnded = true;
            }
            catch (Exception exception)
            {
                heard.TrySetException(exception);
            }
        }
    }
}
