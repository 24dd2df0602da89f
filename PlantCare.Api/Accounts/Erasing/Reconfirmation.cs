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

    /// <returns>Why it is not sure; null when it is.</returns>
    public async Task<string?> FindFaultAsync(ClaimsPrincipal caller, string? password, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(password))
        {
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
            return "The account is locked after too many wrong passwords. Wait five minutes, then try again.";
        }

        if (!await accounts.CheckPasswordAsync(user, password))
        {
            await accounts.AccessFailedAsync(user);
            await audit.WriteAsync(user.Id, AuditActions.SignInFailed, detail: "a wrong password, to erase an account");
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
