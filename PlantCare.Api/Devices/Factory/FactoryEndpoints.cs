using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices.Factory;

/// <summary>
/// Devices that belong to nobody yet. Administrators make them known and see which wait; nobody else does, because a name in a list is not the
/// device in somebody's hand. Who holds it claims it by the code on its label (<see cref="ClaimEndpoints"/>).
/// </summary>
internal static class FactoryEndpoints
{
    public static void MapFactoryDevices(this IEndpointRouteBuilder routes)
    {
        var factory = routes.MapGroup("/admin/factory-devices").WithTags("Administration").RequireAuthorization().AllowAdministratorsOnly();
        factory.MapPost("/", ImportAsync)
            .Accepts<IReadOnlyList<ImportedDevice>>("application/json", "text/csv")
            .WithName("ImportFactoryDevices")
            .WithSummary("Makes devices known that left their maker with a key and a label: a JSON array, or CSV. One that is there and unclaimed is overwritten");
        factory.MapDelete("/{device_id}", DeleteAsync)
            .WithName("DeleteFactoryDevice")
            .WithSummary("Takes a device that nobody has claimed off the list");
        routes.MapGet("/devices/waiting", ListWaitingAsync)
            .WithTags("Devices").RequireAuthorization().AllowAdministratorsOnly()
            .WithName("ListWaitingDevices")
            .WithSummary("For administrators: the devices that nobody has claimed, by device_id, and when they last announced themselves");
    }

    private static async Task<Results<Ok<ImportResponse>, ValidationProblem>> ImportAsync(
        HttpRequest http,
        SystemWork system,
        IDeviceAccounts accounts,
        FactoryDirectory directory,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        // step 1: what the list says
        var faults = new Faults();
        var rows = await ImportReader.ReadAsync(http, faults, cancellationToken) is { } devices
            ? ImportRules.ToRows(devices, accounts, time.GetUtcNow(), faults)
            : [];

        // step 2: all of it or nothing
        if (!faults.Any)
        {
            await system.RunAsync(database => SaveAsync(database, rows, faults, cancellationToken));
        }

        if (faults.Any)
        {
            return faults.ToResult();
        }

        // step 3: they may sign in, and announce themselves
        await directory.RefreshAsync(cancellationToken);
        await Task.WhenAll(rows.Select(row => accounts.SettleAsync(row.DeviceId, cancellationToken)));
        return TypedResults.Ok(new ImportResponse(rows.Count));
    }

    private static async Task SaveAsync(PlantCareContext database, List<FactoryDevice> rows, Faults faults, CancellationToken cancellationToken)
    {
        var names = rows.ConvertAll(row => row.DeviceId);
        var codes = rows.ConvertAll(row => row.CodeHash);
        var taken = await database.Devices.Where(device => names.Contains(device.DeviceId)).Select(device => device.DeviceId).ToListAsync(cancellationToken);
        var others = await database.FactoryDevices
            .Where(device => codes.Contains(device.CodeHash) && !names.Contains(device.DeviceId))
            .Select(device => device.CodeHash)
            .ToListAsync(cancellationToken);
        foreach (var (i, row) in rows.Index())
        {
            faults.AddIf(taken.Contains(row.DeviceId), $"[{i}].device_id", "is the name of a device that somebody has");
            faults.AddIf(others.Exists(code => code.AsSpan().SequenceEqual(row.CodeHash)), $"[{i}].code", "is the code of another device");
        }

        if (!faults.Any)
        {
            // A device of which the owner deleted the row, or that was listed with a mistake, begins anew.
            await database.FactoryDevices.Where(device => names.Contains(device.DeviceId)).ExecuteDeleteAsync(cancellationToken);
            database.AddRange(rows);
            await database.SaveChangesAsync(cancellationToken);
        }
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        SystemWork system,
        IDeviceAccounts accounts,
        FactoryDirectory directory,
        CancellationToken cancellationToken)
    {
        var deleted = await system.RunAsync(database => database.FactoryDevices
            .Where(device => device.DeviceId == deviceId && device.ClaimedAt == null).ExecuteDeleteAsync(cancellationToken));
        if (deleted == 0)
        {
            return TypedResults.NotFound();
        }

        await directory.RefreshAsync(cancellationToken);
        await accounts.SettleAsync(deviceId, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<WaitingDeviceResponse>>, ValidationProblem>> ListWaitingAsync(
        SystemWork system, CancellationToken cancellationToken, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 1, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var rows = await system.RunAsync(database =>
        {
            var waiting = database.FactoryDevices.AsNoTracking().Where(device => device.ClaimedAt == null);
            if (page.After is [var last])
            {
#pragma warning disable CA1309 // The database compares, in its own order; this form is the one that it is told so by.
                waiting = waiting.Where(device => string.Compare(device.DeviceId, last) > 0);
#pragma warning restore CA1309
            }

            return waiting.OrderBy(device => device.DeviceId).Take(page.Limit + 1).ToListAsync(cancellationToken);
        });
        return TypedResults.Ok(page.ToPage(
            rows,
            row => new WaitingDeviceResponse(row.DeviceId, row.Model, row.Firmware, row.CreatedAt, row.AnnouncedAt),
            row => [row.DeviceId]));
    }
}
