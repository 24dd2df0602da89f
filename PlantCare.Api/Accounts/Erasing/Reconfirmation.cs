using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Audit;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Accounts.Erasing;

/// <summary>Makes sure that it is really the person who asks for what cannot be undone: by their password, or by how lately they signed in.</summary>
internal sealed class Reconfirmation(AccountManager accounts, PlantCareContext database, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    /// <param name="caller">Who asks.</param>
    /// <param name="password">The password that came along; null for none.</param>
    /// <param name="purpose">For what, as the record puts it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="isPasswordNeeded">Whether who has a password must send it, however lately they signed in.</param>
    /// <returns>Why it is not sure; null when it is.</returns>
    public async Task<string?> FindFaultAsync(
        ClaimsPrincipal caller, string? password, string purpose, CancellationToken cancellationToken, bool isPasswordNeeded = false)
    {
        if (string.IsNullOrEmpty(password))
        {
            if (isPasswordNeeded && await accounts.GetUserAsync(caller) is { PasswordHash: not null })
            {
                return "Send your password as 'password'.";
            }

            return await IsFreshAsync(caller, cancellationToken)
                ? null
                : $"Send your password as 'password', or sign in anew and ask again within {Freshness.TotalMinutes} minutes.";
        }

        if (await accounts.GetUserAsync(caller) is not { } user)
        {
            return "The account is no more.";
        }

        if (await accounts.IsLockedOutAsync(user))
        {
            return "This account is locked for now: too many passwords or codes for it were wrong. Try again later.";
        }

        if (!await accounts.CheckPasswordAsync(user, password))
        {
            await accounts.AccessFailedAsync(user);
            await audit.WriteAsync(user.Id, AuditActions.SignInFailed, detail: $"a wrong password, {purpose}");
            return "The password is wrong.";
        }

        await accounts.ResetAccessFailedCountAsync(user);
        return null;
    }

    private Task<bool> IsFreshAsync(ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var (id, since) = (caller.SessionOf(), time.GetUtcNow() - Freshness);
        return database.Sessions.AnyAsync(session => session.Id == id && session.CreatedAt > since, cancellationToken);
    }
}
