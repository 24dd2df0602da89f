using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>New secrets: for the same device, and for another one that takes its place.</summary>
internal static class SecretEndpoints
{
    public static void MapSecrets(this IEndpointRouteBuilder devices)
    {
        devices.MapPost("/{device_id}/secret", RotateAsync)
            .Require(ReachedBy.Device, PlantRights.Change).Allow(ApiScopes.Write)
            .WithName("RotateDeviceSecret")
            .WithSummary("A new secret; the old one is good until the new one has signed in, 24 hours at most, or ends at once if keep_previous is false");
        devices.MapPost("/{device_id}/replace", ReplaceAsync)
            .Require(ReachedBy.Device, PlantRights.Change).Allow(ApiScopes.Write)
            .WithName("ReplaceDevice")
            .WithSummary("Another piece of hardware takes the device's place, with its name, plant, settings and history; the old one's secret ends at once");
    }

    private static async Task<Results<Ok<DeviceWithSecretResponse>, NotFound>> RotateAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        HttpRequest http,
        PlantCareContext database,
        IDeviceAccounts accounts,
        BrokerEndpoint broker,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken,
        RotateSecretRequest? request = null)
    {
        if (await database.Devices.FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is not { } device)
        {
            return TypedResults.NotFound();
        }

        if (request?.KeepPrevious == false)
        {
            EndPrevious(device);
        }
        else if (device.PreviousSecretUntil is not { } until || until <= time.GetUtcNow())
        {
            (device.PreviousSecretHash, device.PreviousSecretProtected) = (device.SecretHash, device.SecretProtected);
            device.PreviousSecretUntil = time.GetUtcNow() + PreviousSecrets.Grace;
        }

        // Otherwise the device has not used the one in between: it has the one before that, which stays good for as long as was said.
        var secret = GiveNew(device, accounts);
        return await AnswerAsync(device, secret, AuditActions.DeviceSecretRotated, http, database, accounts, broker, audit, time, cancellationToken);
    }

    private static async Task<Results<Ok<DeviceWithSecretResponse>, NotFound>> ReplaceAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        HttpRequest http,
        PlantCareContext database,
        IDeviceAccounts accounts,
        BrokerEndpoint broker,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await database.Devices.FirstOrDefaultAsync(device => device.DeviceId == deviceId, cancellationToken) is not { } device)
        {
            return TypedResults.NotFound();
        }

        // What was known of the old hardware is not true of the new one.
        EndPrevious(device);
        var secret = GiveNew(device, accounts);
        (device.Online, device.LastSeen, device.Battery) = (null, null, null);
        (device.Firmware, device.Rssi, device.IntervalSeconds, device.DisabledAt) = (null, null, null, null);
        return await AnswerAsync(device, secret, AuditActions.DeviceReplaced, http, database, accounts, broker, audit, time, cancellationToken);
    }

    private static string GiveNew(Device device, IDeviceAccounts accounts)
    {
        var secret = DeviceSecret.Generate();
        device.SecretHash = DeviceSecret.Hash(secret);
        device.SecretProtected = accounts.Protect(device.DeviceId, secret);
        return secret;
    }

    private static void EndPrevious(Device device) =>
        (device.PreviousSecretHash, device.PreviousSecretProtected, device.PreviousSecretUntil) = (null, null, null);

    private static async Task<Ok<DeviceWithSecretResponse>> AnswerAsync(
        Device device,
        string secret,
        string action,
        HttpRequest http,
        PlantCareContext database,
        IDeviceAccounts accounts,
        BrokerEndpoint broker,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        await database.SaveChangesAsync(cancellationToken);
        await audit.WriteAsync(device.UserId, action, device.DeviceId);
        await accounts.SettleAsync(device.DeviceId, cancellationToken);
        return TypedResults.Ok(device.ToResponse(time.GetUtcNow(), secret, broker, http));
    }
}
