using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Sharing;

/// <summary>Makes shares of what the caller may change; the request works for its owner by then.</summary>
internal sealed class ShareBook(
    PlantCareContext database, IHttpContextAccessor http, PeopleNames people, ShareViews views, IInvitationMail mail, AuditLog audit, TimeProvider time)
{
    private HttpContext Http => http.HttpContext!;

    private CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>Whether there is room for one more share. Those that have ended are cleared away first.</summary>
    public async Task<bool> HasRoomAsync(ShareTarget target)
    {
        var now = time.GetUtcNow();
        await target.In(database.Shares)
            .Where(share => share.ExpiresAt <= now || (share.HolderId == null && share.AcceptBefore <= now))
            .ExecuteDeleteAsync(Cancellation);
        return await target.In(database.Shares).CountAsync(Cancellation) < ShareRules.MaxPerTarget;
    }

    /// <summary>Invites somebody, by mail where there is a mail server and an address. An older invitation to the same address ends.</summary>
    public async Task<CreatedShareResponse> InviteAsync(
        ShareTarget target, ShareRole role, string? address, DateTimeOffset? expiresAt, DateTimeOffset acceptBefore)
    {
        var token = AccessToken.Create(AccessToken.InvitationPrefix);
        var share = Make(target, role, token, address, expiresAt, acceptBefore);
        if (address is not null)
        {
            await target.In(database.Shares).Where(old => old.HolderId == null && old.Role != ShareRole.Sitter && old.Label == address)
                .ExecuteDeleteAsync(Cancellation);
        }

        var shown = await SaveAsync(share);
        await audit.WriteAsync(
            share.UserId, AuditActions.ShareCreated, $"{target.Kind} '{shown.Subject}'", $"{address ?? "whoever has the link"} as {Word(role)}{Until(expiresAt)}");
        var path = $"/invitations/{token}";
        var inviter = await people.OfCallerAsync(Http.User, Cancellation);
        var isMailed = address is not null
            && await mail.SendAsync(new InvitationLetter(address, inviter, target.Kind, shown.Subject, role, path, acceptBefore), Cancellation);
        return new CreatedShareResponse(shown, token, path, isMailed);
    }

    /// <summary>Makes a sitter link.</summary>
    public async Task<CreatedSitterResponse> LetSitAsync(ShareTarget target, string name, DateTimeOffset expiresAt)
    {
        var token = AccessToken.Create(AccessToken.SitterPrefix);
        var share = Make(target, ShareRole.Sitter, token, name, expiresAt, acceptBefore: null);
        var shown = await SaveAsync(share);
        await audit.WriteAsync(share.UserId, AuditActions.SitterLinkCreated, $"{target.Kind} '{shown.Subject}'", $"'{name}'{Until(expiresAt)}");
        return new CreatedSitterResponse(shown, token, $"/sitter/{token}");
    }

    /// <summary>What the audit log calls a role.</summary>
    public static string Word(ShareRole role) => role.ToString().ToLowerInvariant();

    /// <summary>What it says of an end.</summary>
    public static string Until(DateTimeOffset? expiresAt) => expiresAt is { } end ? $" until {end.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}" : "";

    private Share Make(
        ShareTarget target, ShareRole role, string token, string? label, DateTimeOffset? expiresAt, DateTimeOffset? acceptBefore)
    {
        return new Share
        {
            UserId = Http.GetReach().OwnerId,
            PlantId = target.PlantId,
            PlaceId = target.PlaceId,
            Role = role,
            Label = label,
            TokenHash = AccessToken.Hash(token),
            AcceptBefore = acceptBefore,
            ExpiresAt = expiresAt,
            CreatedAt = time.GetUtcNow(),
        };
    }

    private async Task<ShareResponse> SaveAsync(Share share)
    {
        database.Add(share);
        await database.SaveChangesAsync(Cancellation);
        return (await views.ShowAsync([share], Http.User.GetUserId(), Cancellation))[0];
    }
}
