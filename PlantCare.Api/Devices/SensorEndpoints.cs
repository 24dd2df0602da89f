using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>The sensors that a gateway speaks for. Their names may hold <c>/</c>, so that none is part of a path.</summary>
internal static class SensorEndpoints
{
    public static void MapSensors(this IEndpointRouteBuilder devices)
    {
        devices.MapGet("/{device_id}/sensors", ListAsync)
            .Require(ReachedBy.Device, PlantRights.Change).Allow(ApiScopes.Read)
            .WithName("ListSensors").WithSummary("The sensors of a gateway: those that have a plant, and those that are not adopted yet");
        devices.MapPost("/{device_id}/sensors", AdoptAsync)
            .Require(ReachedBy.Device, PlantRights.Change).Allow(ApiScopes.Write)
            .WithName("AdoptSensor").WithSummary("Puts a sensor of a gateway into a plant, from its next message on");
        devices.MapDelete("/{device_id}/sensors", ForgetAsync)
            .Require(ReachedBy.Device, PlantRights.Change).Allow(ApiScopes.Write)
            .WithName("ForgetSensor").WithSummary("Takes a sensor out of its plant, or forgets an unknown one, until it is heard again");
    }

    private static async Task<Results<Ok<SensorsResponse>, NotFound>> ListAsync(
        [FromRoute(Name = "device_id")] string deviceId, PlantCareContext database, CancellationToken cancellationToken)
    {
        if (await database.Devices.AsNoTracking().FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is not { } gateway)
        {
            return TypedResults.NotFound();
        }

        var sensors = gateway.Config.Sensors ?? new Dictionary<string, AdoptedSensor>();
        var plantIds = sensors.Values.Select(sensor => sensor.PlantId).ToHashSet();
        var plants = await database.Plants.AsNoTracking()
            .Where(plant => plantIds.Contains(plant.Id))
            .ToDictionaryAsync(plant => plant.Id, plant => plant.Name, cancellationToken);
        var unknown = await database.GatewaySensors.AsNoTracking()
            .Where(sensor => sensor.DeviceRowId == gateway.Id)
            .OrderByDescending(sensor => sensor.LastSeen)
            .ThenBy(sensor => sensor.Sensor)
            .ToListAsync(cancellationToken);
        var states = await StatesAsync(database, gateway.Id, cancellationToken);
        return TypedResults.Ok(new SensorsResponse(
            [.. sensors.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
                .Select(pair => ToResponse(pair.Key, pair.Value, plants.GetValueOrDefault(pair.Value.PlantId), states.GetValueOrDefault(SensorName.Normalize(pair.Key))))],
            [.. unknown.Select(ToResponse)]));
    }

    private static async Task<Results<Ok<AdoptedSensorResponse>, NotFound, ValidationProblem, ProblemHttpResult>> AdoptAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        AdoptSensorRequest request,
        ClaimsPrincipal caller,
        PlantCareContext database,
        PlantAccess access,
        CancellationToken cancellationToken)
    {
        // step 1: may this sensor be in that plant?
        if (await database.Devices.FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is not { } gateway)
        {
            return TypedResults.NotFound();
        }

        var faults = new Faults();
        faults.Required("sensor", request.Sensor, SensorName.MaxLength);
        faults.AddIf(
            request.Calibration?.Values.Any(line => line is not { IsUsable: true }) == true,
            "calibration",
            "must be {\"dry\":…,\"wet\":…} for each metric, with two different counts");
        faults.AddIf(!await IsWithinReachAsync(request.PlantId, gateway, caller.GetUserId(), access, cancellationToken), "plant_id", "is none of your plants");
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (!DeviceType.IsGateway(gateway.Type))
        {
            return TypedResults.Problem(
                $"'{deviceId}' is no gateway, so that nobody would hear its sensors. Change its type to '{DeviceType.Gateway}' first.",
                statusCode: StatusCodes.Status409Conflict);
        }

        // step 2: it is, from the next message on
        var (others, before) = Without(gateway.Config, request.Sensor!);
        if (others.Count >= IUnknownSensors.MaxPerGateway)
        {
            return TypedResults.Problem(
                $"A gateway may have at most {IUnknownSensors.MaxPerGateway} adopted sensors. Forget some, or add another gateway.",
                statusCode: StatusCodes.Status409Conflict);
        }

        var name = SensorName.Display(request.Sensor!);
        var sensor = new AdoptedSensor(request.PlantId!.Value) { Calibration = request.Calibration ?? before?.Calibration };
        others[name] = sensor;
        gateway.Config = gateway.Config with { Sensors = others };
        var state = await NoteAdoptedAsync(database, gateway, name, cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        var plant = await database.Plants.Where(plant => plant.Id == sensor.PlantId).Select(plant => plant.Name).FirstOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(ToResponse(name, sensor, plant, state));
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem>> ForgetAsync(
        [FromRoute(Name = "device_id")] string deviceId, PlantCareContext database, CancellationToken cancellationToken, string? sensor = null)
    {
        if (await database.Devices.FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is not { } gateway)
        {
            return TypedResults.NotFound();
        }

        var faults = new Faults();
        faults.Required("sensor", sensor, SensorName.MaxLength);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var (others, before) = Without(gateway.Config, sensor!);
        if (before is not null)
        {
            gateway.Config = gateway.Config with { Sensors = others };
        }

        var isKnown = await TakeUnknownAsync(database, gateway.Id, sensor!, cancellationToken) is not null || before is not null;
        var name = SensorName.Normalize(sensor!);
        database.SensorStates.RemoveRange(
            await database.SensorStates.Where(state => state.DeviceRowId == gateway.Id && state.Sensor == name).ToListAsync(cancellationToken));
        await database.SaveChangesAsync(cancellationToken);
        return isKnown ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    // Whoever works for an owner must not reach the owner's other plants by naming them.
    private static async Task<bool> IsWithinReachAsync(
        Guid? plantId, Device gateway, Guid callerId, PlantAccess access, CancellationToken cancellationToken) =>
        plantId is { } id
        && await access.ToPlantAsync(callerId, id, cancellationToken) is { } reach
        && reach.May(PlantRights.Change)
        && reach.OwnerId == gateway.UserId;

    // However the name was written when it was adopted.
    private static (Dictionary<string, AdoptedSensor> Others, AdoptedSensor? Before) Without(DeviceConfig config, string sensor)
    {
        var name = SensorName.Normalize(sensor);
        var (others, before) = (new Dictionary<string, AdoptedSensor>(StringComparer.Ordinal), (AdoptedSensor?)null);
        foreach (var (key, value) in config.Sensors ?? new Dictionary<string, AdoptedSensor>())
        {
            if (SensorName.Normalize(key) == name)
            {
                before = value;
            }
            else
            {
                others.Add(key, value);
            }
        }

        return (others, before);
    }

    // What was heard of it while it was unknown goes on to count: it is missed from then on, though it be never heard again.
    private static async Task<SensorState?> NoteAdoptedAsync(
        PlantCareContext database, Device gateway, string sensor, CancellationToken cancellationToken)
    {
        var name = SensorName.Normalize(sensor);
        var state = await database.SensorStates.SingleOrDefaultAsync(row => row.DeviceRowId == gateway.Id && row.Sensor == name, cancellationToken);
        if (await TakeUnknownAsync(database, gateway.Id, sensor, cancellationToken) is { } unknown && state is null)
        {
            state = new SensorState { UserId = gateway.UserId, DeviceRowId = gateway.Id, Sensor = name, LastSeen = unknown.LastSeen };
            database.Add(state);
        }

        return state;
    }

    private static async Task<GatewaySensor?> TakeUnknownAsync(PlantCareContext database, Guid gatewayId, string sensor, CancellationToken cancellationToken)
    {
        var name = SensorName.Normalize(sensor);
        var rows = await database.GatewaySensors.Where(row => row.DeviceRowId == gatewayId).ToListAsync(cancellationToken);
        var found = rows.FindAll(row => SensorName.Normalize(row.Sensor) == name);
        database.GatewaySensors.RemoveRange(found);
        return found.MaxBy(row => row.LastSeen);
    }

    private static Task<Dictionary<string, SensorState>> StatesAsync(PlantCareContext database, Guid gatewayId, CancellationToken cancellationToken) =>
        database.SensorStates.AsNoTracking()
            .Where(state => state.DeviceRowId == gatewayId)
            .ToDictionaryAsync(state => state.Sensor, StringComparer.Ordinal, cancellationToken);

    private static AdoptedSensorResponse ToResponse(string name, AdoptedSensor sensor, string? plant, SensorState? state) => new(
        name, sensor.PlantId, plant, sensor.Calibration, state?.LastSeen, state?.Battery, state?.Rssi, state?.IntervalSeconds);

    private static UnknownSensorResponse ToResponse(GatewaySensor sensor) => new(
        sensor.Sensor,
        sensor.Dialect,
        sensor.Topic,
        Encoding.UTF8.GetString(sensor.Payload),
        sensor.FirstSeen,
        sensor.LastSeen,
        sensor.Measurements.ToDictionary(
            pair => pair.Key, pair => pair.Value.Deserialize<MetricValue>(PlantCareJson.Options), StringComparer.Ordinal));
}
