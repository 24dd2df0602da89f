using System.Net;
using Microsoft.Extensions.Logging;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Simulator.Model;
using PlantCare.Simulator.Publishing;

namespace PlantCare.Simulator;

/// <summary>
/// Three virtual plants in an account, added through Api as a person would add them, with two weeks of history and live readings from then
/// on: a basil that is often forgotten, a monstera that wants for nothing, and a chili in the weather.
/// </summary>
public static partial class DemoGarden
{
    private const string DevicePrefix = "demo-";
    private static readonly TimeSpan History = TimeSpan.FromDays(14);
    private static readonly TimeSpan HistoryEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LiveEvery = TimeSpan.FromSeconds(5);

    /// <summary>Adds what is missing and keeps the plants alive until cancelled.</summary>
    /// <param name="client">Api, signed in as their owner.</param>
    /// <param name="broker">Where their devices publish.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">What happens.</param>
    /// <param name="cancellationToken">Ends it; the devices then say that they are offline.</param>
    /// <exception cref="ApiException">Api does not take the plants or devices.</exception>
    public static async Task RunAsync(
        PlantCareClient client, BrokerAddress broker, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var plants = PotProfile.All.Select((profile, index) => GrowAsync(client, broker, profile, seed: index + 7, time, logger, ended.Token)).ToList();

        // When one cannot go on, all end, and its reason is told.
        var first = await Task.WhenAny(plants);
        await ended.CancelAsync();
        await Task.WhenAll(plants).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private static async Task GrowAsync(
        PlantCareClient client, BrokerAddress broker, PotProfile profile, int seed, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        // step 1: the plant and its device, with a new secret when the device is there already, because nobody kept the old one
        var (plantId, device) = await EnsureAsync(client, profile, cancellationToken);

        // step 2: where the history ends is where it goes on
        var now = time.GetUtcNow();
        var newest = await client.Data.ReadAsync(
            new DataRequest(plantId, From: now - History, Limit: 1, Descending: true), cancellationToken);
        var begin = now - History;
        var plant = new VirtualPlant(profile, seed, begin);
        var known = newest.Data.Count > 0 ? newest.Data[0].Time : begin;
        if (known > begin)
        {
            plant.MoveTo(known);
        }

        await using var link = new DeviceLink(broker, new DeviceSignIn(device.DeviceId, device.Secret), time, logger);
        var virtualDevice = new VirtualDevice(plant, link, time, logger);
        var published = await virtualDevice.PublishHistoryAsync(now, HistoryEvery, cancellationToken);
        Log.Ready(logger, profile.Name, published);

        // step 3: from now on as it happens
        await virtualDevice.RunAsync(LiveEvery, speed: 1, cancellationToken);
    }

    private static async Task<(Guid PlantId, DeviceWithSecretResponse Device)> EnsureAsync(
        PlantCareClient client, PotProfile profile, CancellationToken cancellationToken)
    {
        var me = await client.Auth.GetMeAsync(cancellationToken);
        var deviceId = $"{DevicePrefix}{profile.Key}-{me.Id.ToString("N")[^6..]}";
        DeviceResponse? known = null;
        try
        {
            known = await client.Devices.GetAsync(deviceId, cancellationToken);
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            // The first time, or its owner has deleted it.
        }

        var plantId = known?.PlantId
            ?? (await client.Plants.CreateAsync(new CreatePlantRequest(profile.Name, profile.Species, profile.Location), cancellationToken)).Id;
        if (known is null)
        {
            return (plantId, await client.Devices.CreateAsync(new CreateDeviceRequest(deviceId, $"{profile.Name} probe", PlantId: plantId), cancellationToken));
        }

        if (known.PlantId is null)
        {
            await client.Devices.UpdateAsync(deviceId, new UpdateDeviceRequest { PlantId = plantId }, cancellationToken);
        }

        return (plantId, await client.Devices.RotateSecretAsync(deviceId, cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Plant} is growing; {Readings} readings of its past were published")]
        public static partial void Ready(ILogger logger, string plant, int readings);
    }
}
