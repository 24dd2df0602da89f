using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace PlantCare.Web.Accounts;

/// <summary>
/// Keeps something from one step of signing in to the next, in a cookie that only this server can read: it is neither in the page nor in an
/// address, and no server has to remember who has not come in yet.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
internal abstract class PendingCookie<T>
    where T : class
{
    private readonly string _name;
    private readonly IDataProtector _protector;
    private readonly TimeProvider _time;

    /// <param name="name">The cookie's name.</param>
    /// <param name="purpose">What tells it from other cookies of this kind.</param>
    /// <param name="protection">Protects it.</param>
    /// <param name="time">The clock.</param>
    protected PendingCookie(string name, string purpose, IDataProtectionProvider protection, TimeProvider time) =>
        (_name, _protector, _time) = (name, protection.CreateProtector(purpose), time);

    /// <summary>Gives the browser what it has to bring back.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="value">What is kept.</param>
    /// <param name="life">For how long.</param>
    public void Write(HttpContext context, T value, TimeSpan life)
    {
        var options = Options(context);
        options.MaxAge = life;
        var pending = new Pending(value, _time.GetUtcNow() + life);
        context.Response.Cookies.Append(_name, _protector.Protect(JsonSerializer.Serialize(pending)), options);
    }

    /// <summary>What it brought back; null where that is nothing, not ours or too old.</summary>
    public T? Read(HttpContext context)
    {
        if (context.Request.Cookies[_name] is not { Length: > 0 } cookie)
        {
            return null;
        }

        try
        {
            var pending = JsonSerializer.Deserialize<Pending>(_protector.Unprotect(cookie));
            return pending?.ExpiresAt > _time.GetUtcNow() ? pending.Value : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            // The keys were replaced, or somebody made it up: the first step again.
            return null;
        }
    }

    /// <summary>Takes it away.</summary>
    public void Delete(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(_name))
        {
            context.Response.Cookies.Delete(_name, Options(context));
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

    private sealed record Pending(T Value, DateTimeOffset ExpiresAt);
}
