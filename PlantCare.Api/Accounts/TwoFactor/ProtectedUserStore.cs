using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.TwoFactor;

/// <summary>Identity's own store, which keeps the secrets of a second factor so that the database alone gives none away.</summary>
internal sealed class ProtectedUserStore(PlantCareContext database, IDataProtectionProvider keys, IdentityErrorDescriber? errors = null)
    : UserOnlyStore<User, PlantCareContext, Guid>(database, errors)
{
    // As UserStoreBase calls them.
    private const string Provider = "[AspNetUserStore]";
    private const string CodesName = "RecoveryCodes";

    public override Task SetAuthenticatorKeyAsync(User user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, For(user).Protect(key), cancellationToken);

    /// <summary>The key; null when there is none, or when what protects it is gone: a recovery code still opens the account then.</summary>
    public override async Task<string?> GetAuthenticatorKeyAsync(User user, CancellationToken cancellationToken)
    {
        if (await base.GetAuthenticatorKeyAsync(user, cancellationToken) is not { Length: > 0 } kept)
        {
            return null;
        }

        try
        {
            return For(user).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, RecoveryCodes.Hash(recoveryCodes), cancellationToken);

    /// <summary>Takes a code out. Whoever saves first has used it: the account's stamp lets no second one save.</summary>
    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        var kept = (await GetTokenAsync(user, Provider, CodesName, cancellationToken) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (RecoveryCodes.Find(kept, code) is not { } used)
        {
            return false;
        }

        await base.ReplaceCodesAsync(user, kept.Where(other => other != used), cancellationToken);
        return true;
    }

    private IDataProtector For(User user) => keys.CreateProtector("PlantCare.Authenticator", user.Id.ToString());
}
