using System.Globalization;
using PlantCare.Api.Accounts;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Access;

/// <summary>What the id in an endpoint's path names.</summary>
internal enum ReachedBy
{
    /// <summary>A plant, by <c>{id}</c>.</summary>
    Plant,

    /// <summary>A place, by <c>{id}</c>.</summary>
    Place,

    /// <summary>A device, by <c>{device_id}</c>.</summary>
    Device,

    /// <summary>A share, by <c>{id}</c>.</summary>
    Share,

    /// <summary>An alert, by <c>{id}</c>.</summary>
    Alert,
}

/// <summary>What a caller must be allowed to do with what an endpoint's path names.</summary>
/// <param name="By">What the path names.</param>
/// <param name="Rights">What must be allowed.</param>
internal sealed record RequiredRight(ReachedBy By, PlantRights Rights);

/// <summary>
/// Lets a request through to what its path names if the caller has the right, and answers 404 to who may not see it, 403 to who may see it
/// and no more. Who may change what is another's works for its owner from then on; the handler must check every other id that it is given
/// against the caller (<see cref="PlantAccess"/>).
/// </summary>
internal static class RequiredRights
{
    /// <summary>Requires a right to what the path names.</summary>
    public static RouteHandlerBuilder Require(this RouteHandlerBuilder endpoint, ReachedBy by, PlantRights rights) => endpoint
        .WithMetadata(new RequiredRight(by, rights))
        .AddEndpointFilter((context, next) => CheckAsync(context, next, by, rights));

    /// <summary>What the caller may do with what the path names, behind an endpoint that requires a right to it.</summary>
    public static Reach GetReach(this HttpContext http) =>
        http.Features.Get<Reach>() ?? throw new InvalidOperationException("The endpoint requires no right.");

    /// <summary>What to say to who sees a thing and may not do what was asked.</summary>
    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refusal(PlantRights rights) => TypedResults.Problem(
        rights switch
        {
            PlantRights.Water => "This is shared with you to look at. To water takes the role caretaker; ask its owner for it.",
            PlantRights.Acknowledge or PlantRights.Write => "This is shared with you without that. It takes the role caretaker; ask its owner for it.",
            _ => "This is shared with you, and not yours to change. That takes the role owner; ask its owner for it.",
        },
        statusCode: StatusCodes.Status403Forbidden);

    private static async ValueTask<object?> CheckAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, ReachedBy by, PlantRights rights)
    {
        var http = context.HttpContext;
        var callerId = http.User.GetUserId();
        var access = http.RequestServices.GetRequiredService<PlantAccess>();
        var reach = by switch
        {
            ReachedBy.Device => await access.ToDeviceAsync(callerId, (string)http.GetRouteValue("device_id")!, http.RequestAborted),
            ReachedBy.Place => await access.ToPlaceAsync(callerId, IdOf(http), http.RequestAborted),
            ReachedBy.Share => await access.ToShareAsync(callerId, IdOf(http), http.RequestAborted),
            ReachedBy.Alert => await access.ToAlertAsync(callerId, IdOf(http), http.RequestAborted),
            _ => await access.ToPlantAsync(callerId, IdOf(http), http.RequestAborted),
        };
        if (reach is null)
        {
            return TypedResults.NotFound();
        }

        if (!reach.May(rights))
        {
            return Refusal(rights);
        }

        http.Features.Set(reach);
        if (rights.HasFlag(PlantRights.Change) && reach.OwnerId != callerId)
        {
            http.RequestServices.GetRequiredService<Tenant>().ActAs(reach.OwnerId);
        }

        return await next(context);
    }

    private static Guid IdOf(HttpContext http) => Guid.Parse((string)http.GetRouteValue("id")!, CultureInfo.InvariantCulture);
}
