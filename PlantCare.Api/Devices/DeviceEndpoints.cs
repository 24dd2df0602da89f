using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Api.Devices.Factory;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Devices;

/// <summary>The caller's devices, and those in plants that others share with the caller.</summary>
internal static class DeviceEndpoints
{
    private const int MaxNamesTried = 5;

    // What stands in a path where a device's name does.
    private static readonly string[] Reserved = ["waiting", "claim"];

    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/devices").WithTags("Devices").RequireAuthorization();
        devices.MapGet("/", ListAsync).Allow(ApiScopes.Read, sitters: true).WithName("ListDevices").WithSummary("Devices by device_id: the caller's own and those in plants that are shared with the caller");
        devices.MapPost("/", CreateAsync).Allow(ApiScopes.Write).WithName("CreateDevice").WithSummary("Adds a device; the answer holds its secret, this once. In a plant that is shared with the caller as an owner, it belongs to the plant's owner");
        devices.MapGet("/{device_id}", GetAsync).Require(ReachedBy.Device, PlantRights.See).Allow(ApiScopes.Read, sitters: true).WithName("GetDevice").WithSummary("One device");
        devices.MapPatch("/{device_id}", UpdateAsync).Require(ReachedBy.Device, PlantRights.Change).Allow(ApiScopes.Write).WithName("UpdateDevice").WithSummary("Changes the members that are sent");
        devices.MapDelete("/{device_id}", DeleteAsync).Require(ReachedBy.Device, PlantRights.Change).Allow(ApiScopes.Write).WithName("DeleteDevice").WithSummary("Deletes a device; its readings stay with their plants");
        devices.MapDeadLetters();
        devices.MapSensors();
        devices.MapSecrets();
        devices.MapClaim();
    }

    private static async Task<Results<Ok<Page<DeviceResponse>>, NotFound, ValidationProblem>> ListAsync(
        ClaimsPrincipal caller,
        PlantCareContext database,
        IDeviceAccounts accounts,
        TimeProvider time,
        CancellationToken cancellationToken,
        Guid? plant_id = null,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 1, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (plant_id is { } plant && !await database.Plants.AnyAsync(own => own.Id == plant, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var devices = database.Devices.AsNoTracking().Where(device => plant_id == null || device.PlantId == plant_id);
        if (page.After is [var last])
        {
#pragma warning disable CA1309 // The database compares, in its own order; this form is the one that it is told so by.
            devices = devices.Where(device => string.Compare(device.DeviceId, last) > 0);
#pragma warning restore CA1309
        }

        var rows = await devices.OrderBy(device => device.DeviceId).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, row => Shown(row.ToResponse(time.GetUtcNow(), accounts), caller), row => [row.DeviceId]));
    }

    private static async Task<Results<Created<DeviceWithSecretResponse>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        CreateDeviceRequest request,
        ClaimsPrincipal caller,
        HttpRequest http,
        PlantCareContext database,
        Tenant tenant,
        PlantAccess access,
        SystemWork system,
        IDeviceAccounts accounts,
        BrokerEndpoint broker,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        faults.AddIf(
            request.DeviceId is { } wanted && !DeviceId.IsValid(wanted),
            "device_id",
            $"must be 3 to 64 lower-case letters, digits and '-', not beginning with '-' ({DeviceId.Pattern})");
        var type = request.Type?.Trim() ?? "sensor";
        DeviceRules.Check(faults, request.Name ?? "unnamed", type, request.Config);
        var ownerId = await DeviceRules.CheckPlantsAsync(
            faults, request.Config, request.PlantId, existing: null, caller.GetUserId(), access, cancellationToken);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (request.DeviceId is { } asked && (Reserved.Contains(asked) || accounts.IsTaken(asked) || await IsTakenAsync(asked, system, cancellationToken)))
        {
            return Taken(asked);
        }

        tenant.ActAs(ownerId);
        var secret = DeviceSecret.Generate();
        for (var attempt = 1; ; attempt++)
        {
            var deviceId = request.DeviceId ?? DeviceId.Generate();
            var device = new Device
            {
                DeviceId = deviceId,
                Name = string.IsNullOrWhiteSpace(request.Name) ? deviceId : request.Name.Trim(),
                Type = type,
                Config = request.Config ?? DeviceConfig.Empty,
                PlantId = request.PlantId,
                UserId = ownerId,
                SecretHash = DeviceSecret.Hash(secret),
                SecretProtected = accounts.Protect(deviceId, secret),
                CreatedAt = time.GetUtcNow(),
            };
            database.Add(device);
            try
            {
                await database.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (attempt < MaxNamesTried)
            {
                // Somebody took the name since, or something else is wrong.
                database.Entry(device).State = EntityState.Detached;
                if (!await IsTakenAsync(deviceId, system, cancellationToken))
                {
                    throw;
                }

                if (request.DeviceId is not null)
                {
                    return Taken(deviceId);
                }

                continue;
            }

            await audit.WriteAsync(ownerId, AuditActions.DeviceAdded, deviceId);
            await accounts.SettleAsync(deviceId, cancellationToken);
            return TypedResults.Created($"/devices/{deviceId}", device.ToResponse(time.GetUtcNow(), secret, broker, http));
        }
    }

    // Names are unique over all accounts, so it takes a look beyond the caller's own; and those that wait to be claimed have theirs already.
    private static Task<bool> IsTakenAsync(string deviceId, SystemWork system, CancellationToken cancellationToken) =>
        system.RunAsync(async database =>
            await database.Devices.AnyAsync(device => device.DeviceId == deviceId, cancellationToken)
            || await database.FactoryDevices.AnyAsync(device => device.DeviceId == deviceId && device.ClaimedAt == null, cancellationToken));

    private static ProblemHttpResult Taken(string deviceId) => TypedResults.Problem(
        $"The device_id '{deviceId}' is taken. Choose another, or leave it out to get one.", statusCode: StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<DeviceResponse>, NotFound>> GetAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        ClaimsPrincipal caller,
        PlantCareContext database,
        IDeviceAccounts accounts,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        await database.Devices.AsNoTracking().FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is { } device
            ? TypedResults.Ok(Shown(device.ToResponse(time.GetUtcNow(), accounts), caller))
            : TypedResults.NotFound();

    // Whoever got hold of a link has no business with what an owner keeps in a device's settings.
    private static DeviceResponse Shown(DeviceResponse device, ClaimsPrincipal caller) =>
        caller.KindOf() == CallerKind.Sitter ? device with { Config = DeviceConfig.Empty } : device;

    private static async Task<Results<Ok<DeviceResponse>, NotFound, ValidationProblem>> UpdateAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        UpdateDeviceRequest request,
        ClaimsPrincipal caller,
        PlantCareContext database,
        PlantAccess access,
        IDeviceAccounts accounts,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await database.Devices.FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is not { } device)
        {
            return TypedResults.NotFound();
        }

        var name = request.Name.Or(device.Name);
        var type = request.Type.Or(device.Type);
        var config = request.Config.Or(device.Config) ?? DeviceConfig.Empty;
        var plantId = request.PlantId.Or(device.PlantId);
        var faults = new Faults();
        DeviceRules.Check(faults, name, type, config);
        await DeviceRules.CheckPlantsAsync(faults, config, plantId, device, caller.GetUserId(), access, cancellationToken);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var (wasGateway, wasDisabled) = (DeviceType.IsGateway(device.Type), device.DisabledAt is not null);
        (device.Name, device.Type, device.Config) = (name!.Trim(), type!.Trim(), config);
        await device.MoveToAsync(plantId, database, time.GetUtcNow(), cancellationToken);
        device.DisabledAt = request.Disabled.Or(wasDisabled) == true ? device.DisabledAt ?? time.GetUtcNow() : null;
        await database.SaveChangesAsync(cancellationToken);
        var isDisabled = device.DisabledAt is not null;
        if (isDisabled != wasDisabled)
        {
            await audit.WriteAsync(device.UserId, isDisabled ? AuditActions.DeviceDisabled : AuditActions.DeviceEnabled, deviceId);
        }

        if (DeviceType.IsGateway(device.Type) != wasGateway || isDisabled != wasDisabled)
        {
            // It may sign in or not, and subscribe to more, or to less, than before.
            await accounts.SettleAsync(deviceId, cancellationToken);
        }

        return TypedResults.Ok(device.ToResponse(time.GetUtcNow(), accounts));
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        PlantCareContext database,
        IDeviceAccounts accounts,
        AuditLog audit,
        CancellationToken cancellationToken)
    {
        if (await database.Devices.FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is not { } device)
        {
            return TypedResults.NotFound();
        }

        database.Remove(device);
        await database.SaveChangesAsync(cancellationToken);
        await audit.WriteAsync(device.UserId, AuditActions.DeviceDeleted, deviceId);
        await accounts.SettleAsync(deviceId, cancellationToken);
        return TypedResults.NoContent();
    }
}
