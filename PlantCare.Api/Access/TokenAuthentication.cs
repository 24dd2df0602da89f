using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlantCare.Contracts.Auth;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Access;

/// <summary>Nothing to set.</summary>
internal sealed class TokenAuthenticationOptions : AuthenticationSchemeOptions;

/// <summary>Signs in whoever sends <c>Authorization: Bearer</c> with a key (<c>pck_…</c>) or the token of a sitter link (<c>pcs_…</c>).</summary>
internal sealed class TokenAuthentication(
    SystemWork system, TimeProvider time, IOptionsMonitor<TokenAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<TokenAuthenticationOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Token";

    private const string Bearer = "Bearer ";

    /// <summary>How exactly it is known when a token was last used.</summary>
    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    /// <summary>Whether the header carries one of these tokens, and so is not Identity's business.</summary>
    public static bool IsMeant(HttpRequest request) =>
        TokenOf(request) is { } token
        && (token.StartsWith(AccessToken.KeyPrefix, StringComparison.Ordinal) || token.StartsWith(AccessToken.SitterPrefix, StringComparison.Ordinal));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = TokenOf(Request);
        var claims = AccessToken.IsPossible(token, AccessToken.KeyPrefix) ? await FindKeyAsync(AccessToken.Hash(token!))
            : AccessToken.IsPossible(token, AccessToken.SitterPrefix) ? await FindLinkAsync(AccessToken.Hash(token!))
            : null;
        return claims is null
            ? AuthenticateResult.Fail("No such token, or it has ended.")
            : AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : null;

    private Task<Claim[]?> FindKeyAsync(byte[] hash) => system.RunAsync(async database =>
    {
        var now = time.GetUtcNow();
        var found = await database.ApiKeys.AsNoTracking()
            .Where(key => key.KeyHash == hash && (key.ExpiresAt == null || key.ExpiresAt > now))
            .Join(database.Users.Where(user => user.DisabledAt == null), key => key.UserId, user => user.Id, (key, user) => key)
            .FirstOrDefaultAsync(Context.RequestAborted);
        if (found is null)
        {
            return null;
        }

        if (found.LastUsedAt is not { } used || now - used > UseResolution)
        {
            await database.ApiKeys.Where(key => key.Id == found.Id)
                .ExecuteUpdateAsync(key => key.SetProperty(k => k.LastUsedAt, now), Context.RequestAborted);
        }

        var scopes = found.Scopes.Split(' ').Aggregate(ApiScopes.None, (all, scope) => all | Enum.Parse<ApiScopes>(scope, ignoreCase: true));
        return (Claim[]?)
        [
            new(ClaimTypes.NameIdentifier, found.UserId.ToString()),
            new(ClaimTypes.Name, found.Name),
            new(CallerClaims.Kind, nameof(CallerKind.Key)),
            new(CallerClaims.Key, found.Id.ToString()),
            new(CallerClaims.Scopes, scopes.ToString("D")),
        ];
    });

    private Task<Claim[]?> FindLinkAsync(byte[] hash) => system.RunAsync(async database =>
    {
        var now = time.GetUtcNow();
        var found = await database.Shares.AsNoTracking()
            .Where(share => share.TokenHash == hash && share.Role == ShareRole.Sitter && (share.ExpiresAt == null || share.ExpiresAt > now))
            .Join(database.Users.Where(user => user.DisabledAt == null), share => share.UserId, user => user.Id, (share, user) => share)
            .FirstOrDefaultAsync(Context.RequestAborted);
        if (found is null)
        {
            return null;
        }

        if (found.LastUsedAt is not { } used || now - used > UseResolution)
        {
            await database.Shares.Where(share => share.Id == found.Id)
                .ExecuteUpdateAsync(share => share.SetProperty(s => s.LastUsedAt, now), Context.RequestAborted);
        }

        return (Claim[]?)
        [
            new(ClaimTypes.NameIdentifier, found.Id.ToString()),
            new(ClaimTypes.Name, found.Label ?? "Sitter"),
            new(CallerClaims.Kind, nameof(CallerKind.Sitter)),
        ];
    });
}
