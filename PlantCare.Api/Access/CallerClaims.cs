using System.Security.Claims;

namespace PlantCare.Api.Access;

/// <summary>Who or what calls.</summary>
internal enum CallerKind
{
    /// <summary>Somebody who signed in.</summary>
    Person,

    /// <summary>A script with an account's key.</summary>
    Key,

    /// <summary>Somebody with a sitter link, who needs no account.</summary>
    Sitter,

    /// <summary>A device.</summary>
    Device,
}

/// <summary>What a caller's principal says beside whose account it is.</summary>
internal static class CallerClaims
{
    /// <summary>The <see cref="CallerKind"/>; a person's principal has none.</summary>
    public const string Kind = "plantcare:kind";

    /// <summary>The session that a person's token belongs to.</summary>
    public const string Session = "plantcare:session";

    /// <summary>Which key it is.</summary>
    public const string Key = "plantcare:key";

    /// <summary>What a key may do, as a number.</summary>
    public const string Scopes = "plantcare:scopes";

    /// <summary>The role of whoever administers the system; given anew at every request.</summary>
    public const string AdministratorRole = "administrator";

    public static CallerKind KindOf(this ClaimsPrincipal caller) =>
        Enum.TryParse<CallerKind>(caller.FindFirstValue(Kind), out var kind) ? kind : CallerKind.Person;

    public static bool IsAdministrator(this ClaimsPrincipal caller) => caller.IsInRole(AdministratorRole);

    /// <summary>The session of a person's token; null for any other caller.</summary>
    public static Guid? SessionOf(this ClaimsPrincipal caller) =>
        Guid.TryParse(caller.FindFirstValue(Session), out var session) ? session : null;

    /// <summary>The key of a script; null for any other caller.</summary>
    public static Guid? KeyOf(this ClaimsPrincipal caller) => Guid.TryParse(caller.FindFirstValue(Key), out var key) ? key : null;
}
