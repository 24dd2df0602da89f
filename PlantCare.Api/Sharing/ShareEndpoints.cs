using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Api.Live;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Live;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Sharing;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Sharing;

/// <summary>With whom plants and places are shared. For people alone: a script's key that leaks must not let anybody else in.</summary>
internal static class ShareEndpoints
{
    public static IServiceCollection AddSharing(this IServiceCollection services)
    {
        services.AddSingleton<ShareViews>();
        services.AddScoped<ShareBook>();
        return services;
    }

    public static void MapSharing(this IEndpointRouteBuilder routes)
    {
        routes.MapSharesOf(ReachedBy.Plant, "/plants");
        routes.MapSharesOf(ReachedBy.Place, "/places");

        var shares = routes.MapGroup("/shares").WithTags("Sharing").RequireAuthorization();
        shares.MapGet("/", ListAsync).WithName("ListShares").WithSummary("What others share with the caller (direction=received), and what the caller shares (given); the newest first");
        shares.MapPatch("/{id:guid}", UpdateAsync).Require(ReachedBy.Share, PlantRights.Change).WithName("UpdateShare").WithSummary("Changes a share's role or end");
        shares.MapDelete("/{id:guid}", DeleteAsync).Require(ReachedBy.Share, PlantRights.See).WithName("DeleteShare").WithSummary("Takes a share, an invitation or a sitter link back; or leaves what is shared with the caller");
        routes.MapInvitations();
        routes.MapSitters();
    }

    private static void MapSharesOf(this IEndpointRouteBuilder routes, ReachedBy by, string path)
    {
        var target = routes.MapGroup(path).WithTags("Sharing").RequireAuthorization();
        target.MapGet(
                "/{id:guid}/shares",
                (Guid id, HttpContext http, PlantCareContext database, ShareViews views, int? limit = null, string? cursor = null) =>
                    ListOfAsync(ShareTarget.Of(by, id), http, database, views, limit, cursor))
            .Require(by, PlantRights.Change)
            .WithName($"List{by}Shares")
            .WithSummary("With whom it is shared: accounts, open invitations and sitter links, the newest first");
        target.MapPost(
                "/{id:guid}/shares",
                (Guid id, CreateShareRequest request, HttpContext http, SystemWork system, ShareBook book, TimeProvider time) =>
                    InviteAsync(ShareTarget.Of(by, id), request, http, system, book, time))
            .Require(by, PlantRights.Change)
            .WithName($"Share{by}")
            .WithSummary("Invites somebody; the answer holds the invitation's token, this once");
    }

    private static Task<Results<Ok<Page<ShareResponse>>, ValidationProblem>> ListOfAsync(
        ShareTarget target, HttpContext http, PlantCareContext database, ShareViews views, int? limit, string? cursor) =>
        PageAsync(target.In(database.Shares.AsNoTracking()), new Faults(), http, views, limit, cursor);

    private static Task<Results<Ok<Page<ShareResponse>>, ValidationProblem>> ListAsync(
        HttpContext http, PlantCareContext database, ShareViews views, TimeProvider time, string? direction = null, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        faults.AddIf(direction is not (null or "given" or "received"), "direction", "must be given or received");
        var (callerId, now) = (http.User.GetUserId(), time.GetUtcNow());
        var shares = database.Shares.AsNoTracking().Where(share =>
            (direction != "received" && share.UserId == callerId)
            || (direction != "given" && share.HolderId == callerId && (share.ExpiresAt == null || share.ExpiresAt > now)));
        return PageAsync(shares, faults, http, views, limit, cursor);
    }

    private static async Task<Results<Ok<Page<ShareResponse>>, ValidationProblem>> PageAsync(
        IQueryable<Share> shares, Faults faults, HttpContext http, ShareViews views, int? limit, string? cursor)
    {
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => Guid.TryParse(after[0], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (page.After is [var id])
        {
            var last = Guid.Parse(id);
            shares = shares.Where(share => share.Id.CompareTo(last) < 0);
        }

        var rows = await shares.OrderByDescending(share => share.Id).Take(page.Limit + 1).ToListAsync(http.RequestAborted);
        var shown = (await views.ShowAsync(rows, http.User.GetUserId(), http.RequestAborted)).ToDictionary(share => share.Id);
        return TypedResults.Ok(page.ToPage(rows, row => shown[row.Id], row => [row.Id.ToString()]));
    }

    private static async Task<Results<Created<CreatedShareResponse>, ValidationProblem, ProblemHttpResult>> InviteAsync(
        ShareTarget target, CreateShareRequest request, HttpContext http, SystemWork system, ShareBook book, TimeProvider time)
    {
        // step 1: what is asked for
        var now = time.GetUtcNow();
        var faults = new Faults();
        var own = http.GetReach().ChangeUntil;
        var address = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim().ToLowerInvariant();
        var (expiresAt, acceptBefore) = (request.ExpiresAt ?? own, request.AcceptBefore ?? now + ShareRules.InvitationLife);
        ShareRules.CheckRole(faults, request.Role);
        ShareRules.CheckAddress(faults, address);
        ShareRules.CheckEnd(faults, expiresAt, own, now);
        ShareRules.CheckInvitation(faults, acceptBefore, now);
        faults.AddIf(!faults.Any && address is not null && await IsOwnAsync(address), "email", "is your own");
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // step 2: make it
        if (!await book.HasRoomAsync(target))
        {
            return Full();
        }

        return TypedResults.Created((string?)null, await book.InviteAsync(target, request.Role!.Value, address, expiresAt, acceptBefore));

        Task<bool> IsOwnAsync(string asked)
        {
            var (callerId, normalized) = (http.User.GetUserId(), asked.ToUpperInvariant());
            return system.RunAsync(everyone => everyone.Users.AnyAsync(user => user.Id == callerId && user.NormalizedEmail == normalized, http.RequestAborted));
        }
    }

    public static ProblemHttpResult Full() => TypedResults.Problem(
        $"This is shared {ShareRules.MaxPerTarget} times, and no more are possible. Take some of them back first.", statusCode: StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<ShareResponse>, NotFound, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        Guid id, UpdateShareRequest request, HttpContext http, PlantCareContext database, ShareViews views, AuditLog audit, ILiveSource live, TimeProvider time)
    {
        if (await database.Shares.FirstOrDefaultAsync(share => share.Id == id, http.RequestAborted) is not { } share)
        {
            return TypedResults.NotFound();
        }

        var callerId = http.User.GetUserId();
        if (share.HolderId == callerId)
        {
            return TypedResults.Problem(
                "This is what was given to you. Only others can change it; you can leave it.", statusCode: StatusCodes.Status403Forbidden);
        }

        var (role, expiresAt) = (request.Role.Or(share.Role), request.ExpiresAt.Or(share.ExpiresAt));
        var faults = new Faults();
        if (share.Role == ShareRole.Sitter)
        {
            faults.AddIf(role != ShareRole.Sitter, "role", "cannot be changed: a sitter link is for sitters");
            ShareRules.CheckSitting(faults, expiresAt, time.GetUtcNow());
        }
        else
        {
            ShareRules.CheckRole(faults, role);
        }

        ShareRules.CheckEnd(faults, expiresAt, http.GetReach().ChangeUntil, time.GetUtcNow());
        if (faults.Any)
        {
            return faults.ToResult();
        }

        (share.Role, share.ExpiresAt) = (role, expiresAt);
        await database.SaveChangesAsync(http.RequestAborted);
        var shown = (await views.ShowAsync([share], callerId, http.RequestAborted))[0];
        var now = $"{shown.Email ?? shown.Holder ?? "whoever has the link"} as {ShareBook.Word(role)}{ShareBook.Until(expiresAt)}";
        await ToBothAsync(share, audit, AuditActions.ShareChanged, shown.Subject, now);
        await live.TellAsync(new AccessChanged(share.HolderId ?? share.Id));
        return TypedResults.Ok(shown);
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        Guid id, HttpContext http, PlantCareContext database, Tenant tenant, ShareViews views, AuditLog audit, ILiveSource live)
    {
        // Whoever holds it sees it and may leave; the row is the owner's.
        tenant.ActAs(http.GetReach().OwnerId);
        if (await database.Shares.AsNoTracking().FirstOrDefaultAsync(share => share.Id == id, http.RequestAborted) is not { } share)
        {
            return TypedResults.NotFound();
        }

        var shown = (await views.ShowAsync([share], http.User.GetUserId(), http.RequestAborted))[0];
        await database.Shares.Where(gone => gone.Id == id).ExecuteDeleteAsync(http.RequestAborted);
        var was = $"{shown.Email ?? shown.Holder ?? "whoever has the link"} as {ShareBook.Word(share.Role)}";
        await ToBothAsync(share, audit, AuditActions.ShareDeleted, shown.Subject, was);
        await live.TellAsync(new AccessChanged(share.HolderId ?? share.Id));
        return TypedResults.NoContent();
    }

    // Whose it is reads of it, and who holds it.
    private static async Task ToBothAsync(Share share, AuditLog audit, string action, string subject, string detail)
    {
        foreach (var account in ((Guid?[])[share.UserId, share.HolderId]).OfType<Guid>())
        {
            await audit.WriteAsync(account, action, $"{ShareTarget.Of(share).Kind} '{subject}'", detail);
        }
    }
}
