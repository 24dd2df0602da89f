using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>What is asked of a browser.</summary>
internal enum PasskeyCeremony
{
    /// <summary>A new passkey.</summary>
    Adding,

    /// <summary>A passkey that is there.</summary>
    SigningIn,
}

/// <summary>What was asked of a browser, until it answers.</summary>
/// <param name="Id">This asking.</param>
/// <param name="Site">Who asked.</param>
/// <param name="UserId">Whose account a new passkey is for; null for whoever signs in.</param>
/// <param name="Challenge">What Identity needs to judge the answer.</param>
/// <param name="ExpiresAt">Until when an answer is good.</param>
internal sealed record PasskeyState(Guid Id, PasskeySite Site, Guid? UserId, string Challenge, DateTimeOffset ExpiresAt);

/// <summary>
/// Gives the state of a ceremony to its caller, who can neither read nor change it, and takes it back: no server has to remember it, and any
/// replica can go on with it.
/// </summary>
internal sealed class PasskeyStates(IDataProtectionProvider keys, TimeProvider time)
{
    /// <summary>As long as browsers wait for a person.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public string Write(PasskeyCeremony ceremony, PasskeySite site, Guid? userId, string challenge)
    {
        var state = new PasskeyState(Guid.CreateVersion7(), site, userId, challenge, time.GetUtcNow() + Life);
        return For(ceremony).Protect(JsonSerializer.Serialize(state));
    }

    /// <returns>The state; null when it is none of ours, of the other ceremony, or too old.</returns>
    public PasskeyState? Read(PasskeyCeremony ceremony, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            var state = JsonSerializer.Deserialize<PasskeyState>(For(ceremony).Unprotect(text));
            return state?.ExpiresAt > time.GetUtcNow() ? state : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private IDataProtector For(PasskeyCeremony ceremony) => keys.CreateProtector("PlantCare.Passkeys", ceremony.ToString());
}
