using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Plants;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;

namespace PlantCare.Benchmarks.Ingest;

/// <summary>Devices with a plant each, and what they say.</summary>
internal sealed class Fleet
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddDays(-10);

    private Fleet(Guid userId, List<FleetDevice> devices)
    {
        UserId = userId;
        Devices = devices;
    }

    public Guid UserId { get; }

    public IReadOnlyList<FleetDevice> Devices { get; }

    /// <summary>Puts an owner with so many devices into the database.</summary>
    public static async Task<Fleet> CreateAsync(IServiceProvider services, int count)
    {
        var user = new User { UserName = "fleet@example.com", Email = "fleet@example.com" };
        var devices = Enumerable.Range(0, count).Select(i => new FleetDevice(
            $"bench-{i:d5}", DeviceSecret.Generate(), new PlantLabel(Guid.CreateVersion7(), user.Id, $"Plant {i}", "Bench"))).ToList();
        await services.GetRequiredService<SystemWork>().RunAsync(async context =>
        {
            context.Add(user);
            context.AddRange(devices.Select(device => new Plant { Id = device.Plant.Id, Name = device.Plant.Name, Location = "Bench", UserId = user.Id }));
            context.AddRange(devices.Select(device => new Device
            {
                DeviceId = device.DeviceId,
                Name = device.DeviceId,
                Type = "sensor",
                UserId = user.Id,
                PlantId = device.Plant.Id,
                SecretHash = DeviceSecret.Hash(device.Secret),
            }));
            await context.SaveChangesAsync();
        });
        return new Fleet(user.Id, devices);
    }

    /// <summary>A reading of five metrics, different each time.</summary>
    public static byte[] Payload(int number, int devices)
    {
        var time = Start.AddSeconds(30.0 * (number / devices)).ToUnixTimeMilliseconds();
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"temperature":{{20 + (number % 100 / 10.0)}},"humidity":{{40 + (number % 400 / 10.0)}},"soil_moisture":{{60 - (number % 300 / 10.0)}},"light":{{number % 20_000}},"battery":{{100 - (number % 50)}},"ts":{{time}}}"""));
    }
}

/// <summary>A device and what it needs.</summary>
internal sealed record FleetDevice(string DeviceId, string Secret, PlantLabel Plant);
