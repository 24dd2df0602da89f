using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PlantCare.Api.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Administration;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Administration.Accounts;

/// <summary>
/// New passwords for people who have forgotten theirs where no e-mail is sent: an administrator hands them the code that the e-mail would
/// bring. It is Identity's own, and any new password ends it.
/// </summary>
internal sealed class PasswordResets(
    IServiceScopeFactory scopes, IOptions<DataProtectionTokenProviderOptions> tokens, AuditLog audit, TimeProvider time)
{
    /// <summary>Makes a code; null when there is no such account.</summary>
    public async Task<PasswordResetResponse?> CreateAsync(Guid id)
    {
        // Somebody else's account, which the administrator's own connection does not see.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().ActAsSystem();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountManager>();
        if (await accounts.FindByIdAsync(id.ToString()) is not { Email: { } email } user)
        {
            return null;
        }

        // POST /auth/resetPassword takes no code for an address that is not confirmed. Whoever administers vouches for it by handing the code over.
        if (!user.EmailConfirmed)
        {
            user.EmailConfirmed = true;
            await accounts.UpdateAsync(user);
            await audit.WriteAsync(id, AuditActions.EmailConfirmed, detail: "by an administrator, with a code for a new password");
        }

        var code = await accounts.GeneratePasswordResetTokenAsync(user);
        return new PasswordResetResponse(
            email, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(code)), time.GetUtcNow() + tokens.Value.TokenLifespan);
    }
}
