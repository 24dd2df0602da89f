using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>What a device sent that could not be stored.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder devices) => devices.MapGet("/{device_id}/dead-letters", ListAsync)
        .Require(ReachedBy.Device, PlantRights.Change)
        .Allow(ApiScopes.Read)
        .WithName("ListDeadLetters")
        .WithSummary("The device's messages that could not be stored and why, newest first");

    private static async Task<Results<Ok<Page<DeadLetterResponse>>, NotFound, ValidationProblem>> ListAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        PlantCareContext database,
        CancellationToken cancellationToken,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.ReadNumbered(limit, cursor, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (!await database.Devices.AnyAsync(device => device.DeviceId == deviceId, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var before = page.Before;
        var rows = await database.DeadLetters.AsNoTracking()
            .Where(letter => letter.DeviceId == deviceId && letter.Id < before)
            .OrderByDescending(letter => letter.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, ToResponse, row => row.Id));
    }

    private static DeadLetterResponse ToResponse(DeadLetterRow row) =>
        new(row.Id, row.DeviceId, row.Topic, row.Reason, row.Detail, Encoding.UTF8.GetString(row.Payload), row.ReceivedAt);
}
