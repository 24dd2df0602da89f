using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Access;
using PlantCare.Contracts.Administration;

namespace PlantCare.Api.Administration.Status;

/// <summary>How the system is, for administrators.</summary>
internal static class SystemEndpoint
{
    public static void MapSystem(this IEndpointRouteBuilder routes) => routes.MapGet("/admin/system", GetAsync)
        .WithTags("Administration")
        .RequireAuthorization()
        .AllowAdministratorsOnly()
        .WithName("GetSystem")
        .WithSummary("Versions, sizes, counts, how fast readings come in, the broker's connections; what cannot be found out is null, with the reason");

    private static async Task<Ok<SystemResponse>> GetAsync(SystemStatus status, CancellationToken cancellationToken) =>
        TypedResults.Ok(await status.ReadAsync(cancellationToken));
}
