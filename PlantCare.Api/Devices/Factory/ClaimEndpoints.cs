using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices.Factory;

/// <summary>Who holds a device makes it their own, by the code on its label.</summary>
internal static class ClaimEndpoints
{
    public static void MapClaim(this IEndpointRouteBuilder devices) => devices.MapPost("/claim", ClaimAsync)
        .Allow(ApiScopes.Write)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithName("ClaimDevice")
        .WithSummary("Makes a device one's own by the code on its label; from then on its factory key is its secret");

    private static async Task<Results<Created<DeviceResponse>, ValidationProblem, ProblemHttpResult>> ClaimAsync(
        ClaimDeviceRequest request,
        ClaimsPrincipal caller,
        HttpResponse http,
        PlantCareContext database,
        SystemWork system,
        IDeviceAccounts accounts,
        FactoryDirectory factory,
        ClaimLimiter limiter,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        // step 1: what was sent
        var ownerId = caller.GetUserId();
        var faults = new Faults();
        faults.Text("name", request.Name, longest: 100);
        faults.AddIf(!ClaimCode.IsValid(request.Code), "code", "is on the device's label: at least 10 letters and digits");
        faults.AddIf(
            request.PlantId is { } plantId && !await database.Plants.AnyAsync(plant => plant.Id == plantId && plant.UserId == ownerId, cancellationToken),
            "plant_id",
            "is none of your plants");
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // step 2: whose code it is, if it may be tried
        if (limiter.WaitOf(ownerId) is { } wait)
        {
            http.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(
                "Too many codes were wrong. Look at the label again, and try later.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        var now = time.GetUtcNow();
        if (await system.RunAsync(work => TryClaimAsync(work, request, ownerId, now, cancellationToken)) is not { } device)
        {
            limiter.WasWrong(ownerId);
            return TypedResults.Problem(
                "No device waits to be claimed with that code. Look at its label; perhaps it has been claimed already.",
                statusCode: StatusCodes.Status404NotFound);
        }

        // step 3: it is a device like any other
        await factory.RefreshAsync(cancellationToken);
        await audit.WriteAsync(ownerId, AuditActions.DeviceClaimed, device.DeviceId);
        await accounts.SettleAsync(device.DeviceId, cancellationToken);
        return TypedResults.Created($"/devices/{device.DeviceId}", device.ToResponse(now, accounts));
    }

    private static async Task<Device?> TryClaimAsync(
        PlantCareContext database, ClaimDeviceRequest request, Guid ownerId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = ClaimCode.Hash(request.Code!);
        var waiting = await database.FactoryDevices.FirstOrDefaultAsync(one => one.CodeHash == hash && one.ClaimedAt == null, cancellationToken);
        if (waiting is null)
        {
            return null;
        }

        var name = string.IsNullOrWhiteSpace(request.Name) ? waiting.Model ?? waiting.DeviceId : request.Name.Trim();
        var device = new Device
        {
            DeviceId = waiting.DeviceId,
            Name = name,
            Type = "sensor",
            PlantId = request.PlantId,
            UserId = ownerId,
            SecretHash = waiting.KeyHash,
            SecretProtected = waiting.KeyProtected,
            Firmware = waiting.Firmware,
            CreatedAt = now,
        };
        waiting.ClaimedAt = now;
        database.Add(device);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return device;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Names are unique: somebody else who holds the label was faster, and it is theirs.
            database.ChangeTracker.Clear();
            if (await database.Devices.AnyAsync(other => other.DeviceId == device.DeviceId, cancellationToken))
            {
                return null;
            }

            throw;
        }
    }
}
