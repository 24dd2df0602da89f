using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Sharing;

/// <summary>Links for who waters while somebody is away: they need no account, end by themselves, and are listed among the shares.</summary>
internal static class SitterEndpoints
{
    public static void MapSitters(this IEndpointRouteBuilder routes)
    {
        routes.MapSittersOf(ReachedBy.Plant, "/plants");
        routes.MapSittersOf(ReachedBy.Place, "/places");
        routes.MapGet("/sitter", GetAsync)
            .WithTags("Sharing")
            .RequireAuthorization()
            .Allow(ApiScopes.None, sitters: true)
            .WithName("GetSitter")
            .WithSummary("Who the sitter link makes its bearer, and until when");
    }

    private static void MapSittersOf(this IEndpointRouteBuilder routes, ReachedBy by, string path) => routes.MapGroup(path)
        .WithTags("Sharing")
        .RequireAuthorization()
        .MapPost(
            "/{id:guid}/sitters",
            (Guid id, CreateSitterRequest request, HttpContext http, ShareBook book, TimeProvider time) =>
                CreateAsync(ShareTarget.Of(by, id), request, http, book, time))
        .Require(by, PlantRights.Change)
        .WithName($"Add{by}Sitter")
        .WithSummary("Makes a link to see and water, for who has no account; the answer holds its token, this once");

    private static async Task<Results<Created<CreatedSitterResponse>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        ShareTarget target, CreateSitterRequest request, HttpContext http, ShareBook book, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var faults = new Faults();
        faults.Required("name", request.Name, longest: 100);
        ShareRules.CheckSitting(faults, request.ExpiresAt, now);
        ShareRules.CheckEnd(faults, request.ExpiresAt, http.GetReach().ChangeUntil, now);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (!await book.HasRoomAsync(target))
        {
            return ShareEndpoints.Full();
        }

        return TypedResults.Created((string?)null, await book.LetSitAsync(target, request.Name.Trim(), request.ExpiresAt!.Value));
    }

    private static async Task<Results<Ok<SitterResponse>, ProblemHttpResult>> GetAsync(
        HttpContext http, PlantCareContext database, PeopleNames people)
    {
        var id = http.User.GetUserId();
        if (http.User.KindOf() != CallerKind.Sitter
            || await database.Shares.AsNoTracking().FirstOrDefaultAsync(share => share.Id == id, http.RequestAborted) is not { } link)
        {
            return TypedResults.Problem("Only a sitter link is told here what it is. Your plants are at GET /plants.", statusCode: StatusCodes.Status404NotFound);
        }

        var owner = (await people.FindAsync([link.UserId], http.RequestAborted)).GetValueOrDefault(link.UserId, "");
        return TypedResults.Ok(new SitterResponse(link.Label ?? "", owner, link.ExpiresAt));
    }
}
