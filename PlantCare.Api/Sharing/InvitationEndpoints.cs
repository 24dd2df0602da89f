using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Api.Live;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Live;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Sharing;

/// <summary>Invitations as those meet them who were sent one. The token is all that they know, so it is also what lets them look.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/invitations/{token}").WithTags("Sharing");
        invitations.MapGet("/", GetAsync).AllowAnonymous().WithName("GetInvitation").WithSummary("Who invites, to what, and in which role");
        invitations.MapPost("/accept", AcceptAsync).RequireAuthorization().WithName("AcceptInvitation").WithSummary("Takes what is offered; doing it twice is harmless");
    }

    private static async Task<Results<Ok<InvitationResponse>, ProblemHttpResult>> GetAsync(
        string token, HttpContext http, SystemWork system, ShareViews views, TimeProvider time)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await system.RunAsync(database => FindAsync(database, token, holderId: null, time.GetUtcNow(), http.RequestAborted)) is not { } share)
        {
            return Unknown();
        }

        var shown = (await views.ShowAsync([share], Guid.Empty, http.RequestAborted))[0];
        return TypedResults.Ok(new InvitationResponse(shown.Owner, ShareTarget.Of(share).Kind, shown.Subject, share.Role));
    }

    private static async Task<Results<Ok<ShareResponse>, ProblemHttpResult>> AcceptAsync(
        string token, HttpContext http, SystemWork system, ShareViews views, AuditLog audit, ILiveSource live, TimeProvider time)
    {
        var holderId = http.User.GetUserId();
        var (share, isNew, refusal) = await system.RunAsync(database => TakeAsync(database, token, holderId, time.GetUtcNow(), http.RequestAborted));
        if (share is null)
        {
            return refusal!;
        }

        var shown = (await views.ShowAsync([share], holderId, http.RequestAborted))[0];
        foreach (var account in isNew ? (Guid[])[share.UserId, holderId] : [])
        {
            await audit.WriteAsync(
                account, AuditActions.ShareAccepted, $"{ShareTarget.Of(share).Kind} '{shown.Subject}'", $"as {ShareBook.Word(share.Role)}{ShareBook.Until(share.ExpiresAt)}");
        }

        if (isNew)
        {
            await live.TellAsync(new AccessChanged(holderId));
        }

        return TypedResults.Ok(shown);
    }

    private static async Task<(Share? Share, bool IsNew, ProblemHttpResult? Refusal)> TakeAsync(
        PlantCareContext database, string token, Guid holderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // step 1: whether it is there for this account
        if (await FindAsync(database, token, holderId, now, cancellationToken) is not { } share)
        {
            return (null, false, Unknown());
        }

        if (share.HolderId == holderId)
        {
            return (share, false, null);
        }

        if (share.UserId == holderId)
        {
            return (null, false, Refuse("This invitation is to what is yours already. Pass it on to whom it is for.", StatusCodes.Status409Conflict));
        }

        var holder = await database.Users.AsNoTracking().SingleAsync(user => user.Id == holderId, cancellationToken);
        if (share.Label is { } address && !(holder.EmailConfirmed && address.Equals(holder.Email, StringComparison.OrdinalIgnoreCase)))
        {
            return (null, false, Refuse(
                "This invitation is for another e-mail address, or yours is not confirmed yet. Sign in with the account that has the address, and confirm it.",
                StatusCodes.Status403Forbidden));
        }

        // step 2: what the account holds already; more never becomes less
        var held = await ShareTarget.Of(share).In(database.Shares.AsNoTracking())
            .Where(other => other.HolderId == holderId && (other.ExpiresAt == null || other.ExpiresAt > now))
            .ToListAsync(cancellationToken);
        if (held.Find(other => other.Role >= share.Role && other.Outlasts(share)) is { } enough)
        {
            return (enough, false, null);
        }

        if (await database.Shares.CountAsync(other => other.HolderId == holderId, cancellationToken) >= ShareRules.MaxHeld)
        {
            return (null, false, Refuse(
                $"{ShareRules.MaxHeld} plants and places are shared with you, and no more are possible. Leave some of them first.", StatusCodes.Status409Conflict));
        }

        // step 3: take it, and leave what it makes needless
        var needless = held.Where(other => share.Role >= other.Role && share.Outlasts(other)).Select(other => other.Id).ToList();
        var isTaken = await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            var taken = await database.Shares.Where(open => open.Id == share.Id && open.HolderId == null).ExecuteUpdateAsync(
                open => open.SetProperty(o => o.HolderId, holderId).SetProperty(o => o.AcceptBefore, (DateTimeOffset?)null), cancellationToken);
            await database.Shares.Where(other => taken == 1 && needless.Contains(other.Id)).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return taken == 1;
        });
        (share.HolderId, share.AcceptBefore) = (holderId, null);
        return isTaken ? (share, true, null) : (null, false, Unknown());
    }

    // An invitation that is open, or that the holder has accepted, of an account that may share.
    private static Task<Share?> FindAsync(PlantCareContext database, string token, Guid? holderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!AccessToken.IsPossible(token, AccessToken.InvitationPrefix))
        {
            return Task.FromResult<Share?>(null);
        }

        var hash = AccessToken.Hash(token);
        return database.Shares.AsNoTracking()
            .Where(share => share.TokenHash == hash && share.Role != ShareRole.Sitter && (share.ExpiresAt == null || share.ExpiresAt > now))
            .Where(share => (share.HolderId == null && share.AcceptBefore > now) || (holderId != null && share.HolderId == holderId))
            .Where(share => database.Users.Any(owner => owner.Id == share.UserId && owner.DisabledAt == null))
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static ProblemHttpResult Unknown() => Refuse(
        "There is no such invitation: it was accepted, taken back, or has ended. Ask for a new one.", StatusCodes.Status404NotFound);

    private static ProblemHttpResult Refuse(string detail, int status) => TypedResults.Problem(detail, statusCode: status);
}
