using Microsoft.AspNetCore.DataProtection;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>Keeps e-mail address and password from the first step of signing in to the second.</summary>
internal sealed class PendingSignIn(IDataProtectionProvider protection, TimeProvider time)
    : PendingCookie<Credentials>("plantcare-second-factor", "PlantCare.Web.PendingSignIn", protection, time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Gives the browser what it has to bring back with the code.</summary>
    public void Write(HttpContext context, Credentials credentials) => Write(context, credentials, Life);
}
