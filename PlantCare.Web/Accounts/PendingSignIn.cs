using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>
/// Keeps e-mail address and password from the first step of signing in to the second, in a cookie that only this server can read: they are
/// neither in the page nor in an address, and no server has to remember who has not come in yet.
/// </summary>
internal sealed class PendingSignIn
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "plantcare-second-factor";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector;
    private readonly TimeProvider _time;

    public PendingSignIn(IDataProtectionProvider protection, TimeProvider time)
    {
        _protector = protection.CreateProtector("PlantCare.Web.PendingSignIn");
        _time = time;
    }

    /// <summary>Gives the browser what it has to bring back with the code.</summary>
    public void Write(HttpContext context, Credentials credentials)
    {
        var options = Options(context);
        options.MaxAge = Life;
        var pending = new Pending(credentials, _time.GetUtcNow() + Life);
        context.Response.Cookies.Append(Name, _protector.Protect(JsonSerializer.Serialize(pending)), options);
    }

    /// <summary>What it brought back; null where that is nothing, not ours or too old.</summary>
    public Credentials? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } cookie)
        {
            return null;
        }

        try
        {
            var pending = JsonSerializer.Deserialize<Pending>(_protector.Unprotect(cookie));
            return pending?.ExpiresAt > _time.GetUtcNow() ? pending.Credentials : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            // The keys were replaced, or somebody made it up: the first step again.
            return null;
        }
    }

    /// <summary>Takes it away.</summary>
    public static void Delete(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Name))
        {
            context.Response.Cookies.Delete(Name, Options(context));
        }
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = "/sign-in",
    };

    private sealed record Pending(Credentials Credentials, DateTimeOffset ExpiresAt);
}
