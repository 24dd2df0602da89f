using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Administration;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Administration;

/// <summary>What anybody's device sent that could not be stored; also what nobody's did.</summary>
internal static class AnyDeadLetters
{
    // What is nobody's device may have called itself anything.
    private const int LongestDeviceId = 256;

    private static readonly Dictionary<string, RejectionReason> Reasons = Enum.GetValues<RejectionReason>()
        .ToDictionary(reason => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{reason}"), StringComparer.Ordinal);

    public static void MapAnyDeadLetters(this IEndpointRouteBuilder routes) => routes.MapGet("/admin/dead-letters", ListAsync)
        .WithTags("Administration")
        .RequireAuthorization()
        .AllowAdministratorsOnly()
        .WithName("ListAnyDeadLetters")
        .WithSummary("Messages of all accounts' devices that could not be stored and why, newest first");

    // Everybody's, which only the system sees.
    private static async Task<Results<Ok<Page<AnyDeadLetterResponse>>, ValidationProblem>> ListAsync(
        SystemWork system,
        CancellationToken cancellationToken,
        string? device_id = null,
        string? reason = null,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.ReadNumbered(limit, cursor, faults);
        faults.Text("device_id", device_id, LongestDeviceId);
        faults.AddIf(reason is not null && !Reasons.ContainsKey(reason), "reason", $"must be one of {string.Join(", ", Reasons.Keys)}");
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var before = page.Before;
        var rows = await system.RunAsync(database =>
        {
            var letters = database.DeadLetters.AsNoTracking().Where(letter => letter.Id < before);
            if (device_id is not null)
            {
                letters = letters.Where(letter => letter.DeviceId == device_id);
            }

            if (reason is not null)
            {
                var meant = Reasons[reason];
                letters = letters.Where(letter => letter.Reason == meant);
            }

            return letters.OrderByDescending(letter => letter.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        });
        return TypedResults.Ok(page.ToPage(rows, ToResponse, row => row.Id));
    }

    private static AnyDeadLetterResponse ToResponse(DeadLetterRow row) =>
        new(row.Id, row.UserId, row.DeviceId, row.Topic, row.Reason, row.Detail, Encoding.UTF8.GetString(row.Payload), row.ReceivedAt);
}
