using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Live;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Auth;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Api.Alerts;

/// <summary>Warnings about the plants that a caller sees; Ingest begins and ends them.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/alerts").WithTags("Alerts").RequireAuthorization();
        alerts.MapGet("/", ListAsync)
            .Allow(ApiScopes.Read, sitters: true)
            .WithName("ListAlerts")
            .WithSummary("Alerts about the caller's plants and those that are shared with the caller, newest first; of one state or one plant if asked");
        alerts.MapPost("/{id:guid}/acknowledge", AcknowledgeAsync)
            .Require(ReachedBy.Alert, PlantRights.Acknowledge)
            .Allow(ApiScopes.Write)
            .WithName("AcknowledgeAlert")
            .WithSummary("Says that somebody knows; who said so first stays")
            .ProducesProblem(StatusCodes.Status409Conflict);
        alerts.MapPost("/{id:guid}/resolve", ResolveAsync)
            .Require(ReachedBy.Alert, PlantRights.Acknowledge)
            .Allow(ApiScopes.Write)
            .WithName("ResolveAlert")
            .WithSummary("Ends an alert; it begins again only after all was well");
    }

    private static async Task<Results<Ok<Page<AlertResponse>>, NotFound, ValidationProblem>> ListAsync(
        PlantCareContext database,
        CancellationToken cancellationToken,
        string? state = null,
        Guid? plant_id = null,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        var wanted = StateOf(state);
        faults.AddIf(state is not null && wanted is null, "state", "must be open, acknowledged or resolved");
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => Guid.TryParse(after[0], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (plant_id is { } plant && !await database.Plants.AnyAsync(known => known.Id == plant, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var alerts = database.Alerts.AsNoTracking().Where(alert => plant_id == null || alert.PlantId == plant_id);
        if (wanted is not null)
        {
            alerts = alerts.Where(alert => alert.State == wanted);
        }

        if (page.After is [var last])
        {
            var before = Guid.Parse(last, CultureInfo.InvariantCulture);
            alerts = alerts.Where(alert => alert.Id.CompareTo(before) < 0);
        }

        var rows = await alerts.OrderByDescending(alert => alert.Id).Take(page.Limit + 1).Select(ToResponse(database)).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, row => row, row => [row.Id.ToString()]));
    }

    private static async Task<Results<Ok<AlertResponse>, NotFound, ProblemHttpResult>> AcknowledgeAsync(
        Guid id, HttpContext http, PlantCareContext database, PeopleNames people, ILiveSource live, TimeProvider time, CancellationToken cancellationToken)
    {
        // Who comes second, or too late, changes nothing: the update itself decides.
        var (now, name) = (time.GetUtcNow(), await people.OfCallerAsync(http.User, cancellationToken));
        var changed = await database.Alerts.Where(alert => alert.Id == id && alert.State == AlertState.Open).ExecuteUpdateAsync(
            alert => alert
                .SetProperty(a => a.State, AlertState.Acknowledged)
                .SetProperty(a => a.AcknowledgedAt, now)
                .SetProperty(a => a.AcknowledgedBy, name),
            cancellationToken);
        return await TellAsync(database, id, live, changed > 0, cancellationToken) switch
        {
            null => TypedResults.NotFound(),
            { State: AlertState.Resolved } => TypedResults.Problem("This alert is over already.", statusCode: StatusCodes.Status409Conflict),
            var alert => TypedResults.Ok(alert),
        };
    }

    private static async Task<Results<Ok<AlertResponse>, NotFound>> ResolveAsync(
        Guid id, HttpContext http, PlantCareContext database, PeopleNames people, ILiveSource live, TimeProvider time, CancellationToken cancellationToken)
    {
        var (now, name) = (time.GetUtcNow(), await people.OfCallerAsync(http.User, cancellationToken));
        var changed = await database.Alerts.Where(alert => alert.Id == id && alert.State != AlertState.Resolved).ExecuteUpdateAsync(
            alert => alert
                .SetProperty(a => a.State, AlertState.Resolved)
                .SetProperty(a => a.ResolvedAt, now)
                .SetProperty(a => a.ResolvedBy, name),
            cancellationToken);
        return await TellAsync(database, id, live, changed > 0, cancellationToken) is { } alert ? TypedResults.Ok(alert) : TypedResults.NotFound();
    }

    // Reads the alert, and where it was changed tells whoever watches.
    private static async Task<AlertResponse?> TellAsync(
        PlantCareContext database, Guid id, ILiveSource live, bool isChanged, CancellationToken cancellationToken)
    {
        var found = database.Alerts.AsNoTracking().Where(alert => alert.Id == id);
        var response = await found.Select(ToResponse(database)).FirstOrDefaultAsync(cancellationToken);
        if (isChanged && response is not null)
        {
            var owner = await found.Select(alert => alert.UserId).FirstOrDefaultAsync(cancellationToken);
            await live.TellAsync(response.ToChange(owner));
        }

        return response;
    }

    private static AlertState? StateOf(string? word) => word switch
    {
        "open" => AlertState.Open,
        "acknowledged" => AlertState.Acknowledged,
        "resolved" => AlertState.Resolved,
        _ => null,
    };

    private static Expression<Func<Alert, AlertResponse>> ToResponse(PlantCareContext database) => alert => new AlertResponse(
        alert.Id,
        alert.PlantId,
        database.Plants.Where(plant => plant.Id == alert.PlantId).Select(plant => plant.Name).FirstOrDefault() ?? "",
        alert.DeviceId,
        alert.Kind,
        alert.Metric,
        alert.Value,
        alert.Limit,
        alert.State,
        alert.OpenedAt,
        alert.AcknowledgedAt,
        alert.AcknowledgedBy,
        alert.ResolvedAt,
        alert.ResolvedBy);
}
