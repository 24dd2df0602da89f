using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.TwoFactor;

/// <summary>
/// Takes the codes of an authenticator in the place of Identity's own provider: each once only (RFC 6238, 5.2), so that who looks over a
/// shoulder, or listens at a phone, has nothing.
/// </summary>
internal sealed class TimeCodes(SystemWork system, TimeProvider time) : IUserTwoFactorTokenProvider<User>
{
    private const string Provider = "[PlantCare]";
    private const string LastStep = "LastTimeStep";

    /// <summary>Clocks differ, and people take a while to type: the code before and the one after are good, too.</summary>
    private const int StepsOff = 1;

    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) =>
        throw new NotSupportedException("Authenticators make their codes themselves.");

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) =>
        !string.IsNullOrWhiteSpace(await manager.GetAuthenticatorKeyAsync(user));

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        var digits = Encoding.ASCII.GetBytes(token.Replace(" ", "", StringComparison.Ordinal));
        if (digits.Length != TimeCode.Digits || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } text)
        {
            return false;
        }

        var (key, now) = (TimeCode.ReadKey(text), TimeCode.StepAt(time.GetUtcNow()));
        for (var step = now - StepsOff; step <= now + StepsOff; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(TimeCode.Of(key, step)), digits))
            {
                return await TakeAsync(user.Id, step);
            }
        }

        return false;
    }

    // Of two at once with one code, the database lets one through.
    private Task<bool> TakeAsync(Guid userId, long step) => system.RunAsync(async database =>
    {
        // As wide as any, so that texts compare as their numbers do.
        var value = step.ToString("D16", CultureInfo.InvariantCulture);
        var last = database.UserTokens.Where(token => token.UserId == userId && token.LoginProvider == Provider && token.Name == LastStep);
#pragma warning disable CA1309 // The database compares; this form is the one that it is told so by.
        if (await last.Where(token => string.Compare(token.Value, value) < 0).ExecuteUpdateAsync(token => token.SetProperty(t => t.Value, value)) == 1)
#pragma warning restore CA1309
        {
            return true;
        }

        if (await last.AnyAsync())
        {
            return false;
        }

        database.UserTokens.Add(new IdentityUserToken<Guid> { UserId = userId, LoginProvider = Provider, Name = LastStep, Value = value });
        try
        {
            await database.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException)
        {
            return false;
        }
    });
}
