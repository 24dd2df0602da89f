using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PlantCare.Api.Access;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Live;

/// <summary>What happens to the plants that the caller sees, as it happens, as server-sent events.</summary>
internal static class LiveEndpoints
{
    /// <summary>Watches the feed of whoever brings the events: ingest in this process, or the broker; where nobody does, says so.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(ILiveFeed)))
        {
            services.AddSingleton<ILiveFeed, LiveFeed>();
            services.AddSingleton<ILiveSource, NoSource>();
        }

        services.TryAddSingleton<ILiveSource, LocalSource>();
        return services;
    }

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet("/live", WatchAsync)
        .WithTags("Readings")
        .RequireAuthorization()
        .Allow(ApiScopes.Read, sitters: true)
        .WithName("WatchLive")
        .WithSummary("Server-sent events of the caller's own plants and those that are shared with the caller: reading, alert (as in GET /alerts: it is open, acknowledged or resolved from now on), missed (read again what is shown) and heartbeat");

    private static async Task<Results<ServerSentEventsResult<object?>, NotFound, ProblemHttpResult>> WatchAsync(
        HttpContext http,
        ClaimsPrincipal caller,
        PlantCareContext database,
        ILiveSource source,
        ApiSettings settings,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        Guid? plant_id = null)
    {
        if (source.Absence is { } absence)
        {
            return TypedResults.Problem(absence, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (plant_id is { } id && !await database.Plants.AnyAsync(plant => plant.Id == id, http.RequestAborted))
        {
            return TypedResults.NotFound();
        }

        // Proxies that gather an answer before they pass it on would hold every event back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.RegisterForDispose(ending);
        var watch = await LiveWatch.StartAsync(caller, plant_id, http.RequestServices, settings.LiveCheck, time);
        http.Response.RegisterForDisposeAsync(watch);
        return TypedResults.ServerSentEvents(EventsAsync(watch, settings.Heartbeat, time, ending.Token));
    }

    private static async IAsyncEnumerable<SseItem<object?>> EventsAsync(
        LiveWatch watch, TimeSpan heartbeat, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first bytes tell the caller that it is heard from now on.
        yield return new SseItem<object?>(null, LiveMessage.HeartbeatEvent);
        await using var events = watch.Events.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = MoveNextAsync(events);
        while (true)
        {
            var silence = Task.Delay(heartbeat, time, CancellationToken.None);
            if (await Task.WhenAny(next, silence) == silence)
            {
                yield return new SseItem<object?>(null, LiveMessage.HeartbeatEvent);
                continue;
            }

            if (!await next)
            {
                yield break;
            }

            switch (events.Current)
            {
                case ReadingStored stored:
                    yield return new SseItem<object?>(LatestRow.Of(stored.Reading), LiveMessage.ReadingEvent);
                    break;
                case AlertChanged changed:
                    yield return new SseItem<object?>(AlertResponse.Of(changed), LiveMessage.AlertEvent);
                    break;
                case EventsMissed:
                    yield return new SseItem<object?>(null, LiveMessage.MissedEvent);
                    break;
            }

            next = MoveNextAsync(events);
        }
    }

    // The end of the request, or of the process, is the end of the events and no fault.
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<LiveEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
