using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Api.Commands;

/// <summary>Has devices do something, and says what became of it.</summary>
internal static class CommandEndpoints
{
    public static void MapCommands(this IEndpointRouteBuilder routes)
    {
        var commands = routes.MapGroup("/devices/{device_id}/commands").WithTags("Devices").RequireAuthorization();
        commands.MapPost("/", SendAsync)
            .Require(ReachedBy.Device, PlantRights.Water)
            .Allow(ApiScopes.Command, sitters: true)
            .WithName("SendCommand")
            .WithSummary("Tells a device to water for some seconds, or with value=false to stop; answered when the broker has it, or when it waits for the broker or the device")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        commands.MapGet("/", ListAsync)
            .Require(ReachedBy.Device, PlantRights.See)
            .Allow(ApiScopes.Read, sitters: true)
            .WithName("ListCommands")
            .WithSummary("What the device was told and what became of it, newest first");
    }

    private static async Task<Results<Accepted<CommandResponse>, ValidationProblem, NotFound, ProblemHttpResult>> SendAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        CreateCommandRequest request,
        HttpContext http,
        PlantCareContext database,
        CommandBook book,
        CommandDispatcher dispatcher,
        CommandSettings settings,
        WateringPolicy policy,
        PeopleNames people,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        // step 1: whether it can be done at all
        var faults = new Faults();
        CommandRules.Check(faults, request, policy);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (await database.Devices.AsNoTracking().FirstOrDefaultAsync(known => known.DeviceId == deviceId, cancellationToken) is not { } device)
        {
            return TypedResults.NotFound();
        }

        if (device.DisabledAt is not null)
        {
            return TypedResults.Problem("This device is disabled. Enable it first.", statusCode: StatusCodes.Status409Conflict);
        }

        if (!dispatcher.CanSend)
        {
            return TypedResults.Problem(
                "This server has no broker that would take commands to devices. Whoever keeps it sets ConnectionStrings__mqtt.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        // step 2: enter it
        var now = time.GetUtcNow();
        var command = new DeviceCommand
        {
            UserId = device.UserId,
            DeviceId = deviceId,
            PlantId = device.PlantId,
            Action = request.Action!,
            Value = JsonValue.Create(request.Value ?? true),
            Seconds = request.Seconds,
            RequestedById = http.User.KindOf() == CallerKind.Sitter ? null : http.User.GetUserId(),
            RequestedBy = await people.OfCallerAsync(http.User, cancellationToken),
            CreatedAt = now,
            ExpiresAt = now + settings.Lifetime,
        };
        if (await book.EnterAsync(command, cancellationToken) is var wait && wait > TimeSpan.Zero)
        {
            return HasWateredEnough(http, policy, wait);
        }

        // step 3: from here on it is done, whether somebody waits for the answer or not
        var detail = command.Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{command.Action} for {seconds} s") : $"stop to {command.Action}";
        await audit.WriteAsync(command.UserId, AuditActions.CommandSent, deviceId, detail);
        command.Status = await dispatcher.SendAsync(command);
        return TypedResults.Accepted($"/devices/{deviceId}/commands", ToResponse(command));
    }

    private static async Task<Results<Ok<Page<CommandResponse>>, ValidationProblem>> ListAsync(
        [FromRoute(Name = "device_id")] string deviceId,
        PlantCareContext database,
        CancellationToken cancellationToken,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => Guid.TryParse(after[0], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var commands = database.Commands.AsNoTracking().Where(command => command.DeviceId == deviceId);
        if (page.After is [var last])
        {
            var before = Guid.Parse(last, CultureInfo.InvariantCulture);
            commands = commands.Where(command => command.Id.CompareTo(before) < 0);
        }

        var rows = await commands.OrderByDescending(command => command.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, ToResponse, row => [row.Id.ToString()]));
    }

    private static ProblemHttpResult HasWateredEnough(HttpContext http, WateringPolicy policy, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            string.Create(
                CultureInfo.InvariantCulture,
                $"This device may water {policy.MostAnHour.TotalSeconds} s an hour, and that would be more. Water less, or wait {Math.Ceiling(wait.TotalMinutes)} min."),
            statusCode: StatusCodes.Status429TooManyRequests);
    }

    private static CommandResponse ToResponse(DeviceCommand command) => new(
        command.Id,
        command.DeviceId,
        command.PlantId,
        command.Action,
        command.Value,
        command.Seconds,
        command.Status,
        command.Detail,
        command.RequestedBy,
        command.CreatedAt,
        command.ExpiresAt,
        command.FinishedAt);
}
