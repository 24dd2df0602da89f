using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PlantCare.Contracts.Auth;
using PlantCare.Web.Accounts;

namespace PlantCare.Web.Session;

/// <summary>Knows a browser by its cookie, and leads to the sign-in page who has none.</summary>
internal sealed class SessionAuthentication : AuthenticationHandler<AuthenticationSchemeOptions>
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "plantcare-session";

    /// <summary>The claim with the session's key; it stays on the server.</summary>
    public const string KeyClaim = "plantcare:session";

    /// <summary>The claim with the person's time zone, by its IANA name; absent for the browser's.</summary>
    public const string ZoneClaim = "plantcare:zone";

    /// <summary>The role of whoever administers the system.</summary>
    public const string AdministratorRole = "administrator";

    private readonly SessionStore _store;
    private readonly SessionCookie _cookie;

    public SessionAuthentication(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SessionStore store, SessionCookie cookie)
        : base(options, logger, encoder)
    {
        _store = store;
        _cookie = cookie;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = SessionCookie.Read(Context);
        var session = await _store.FindAsync(key, Context.RequestAborted);
        if (session is null)
        {
            return AuthenticateResult.NoResult();
        }

        // Every page that is opened gives the cookie its full life again, as every use of the tokens does for the session.
        if (HttpMethods.IsGet(Request.Method) && AsksForPage())
        {
            _cookie.Write(Context, key!);
        }

        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, session.UserId.ToString()),
            new(ClaimTypes.Email, session.Email),
            new(ClaimTypes.Name, session.Name),
            new(KeyClaim, key!),
            .. SessionUnits.ToClaims(session.Units ?? UserUnits.Default),
        ];
        if (session.IsAdministrator)
        {
            claims.Add(new(ClaimTypes.Role, AdministratorRole));
        }

        if (session.TimeZone is { } zone)
        {
            claims.Add(new(ZoneClaim, zone));
        }

        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (AsksForPage())
        {
            var to = HttpMethods.IsGet(Request.Method) ? Request.Path + Request.QueryString : "/";
            if (SessionKey.IsPossible(SessionCookie.Read(Context)))
            {
                // There was a session, and it is no more. Told once.
                SessionCookie.Delete(Context);
                Response.Redirect(ReturnUrl.SignInAgain(to));
            }
            else
            {
                Response.Redirect(ReturnUrl.SignIn(to));
            }
        }
        else
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    // A page that is not for this person is not there.
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private bool AsksForPage() => Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
