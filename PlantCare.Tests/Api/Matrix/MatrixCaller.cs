using PlantCare.Contracts.Auth;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Matrix;

/// <summary>What a caller of the matrix is to Api.</summary>
internal enum CallerSort
{
    /// <summary>Not let in: no credentials, or those that are worth nothing any more.</summary>
    Nobody,

    /// <summary>A device, with its own credentials.</summary>
    Device,

    /// <summary>A script with a key.</summary>
    Key,

    /// <summary>Somebody with a sitter link.</summary>
    Sitter,

    /// <summary>Somebody who signed in.</summary>
    Person,
}

/// <summary>One of those who call every endpoint.</summary>
/// <param name="Name">Who it is, for the list of violations.</param>
/// <param name="Sort">What it is to Api.</param>
/// <param name="Http">Calls as it.</param>
internal sealed record MatrixCaller(string Name, CallerSort Sort, HttpClient Http)
{
    /// <summary>What it may do with the owner's plant, and with all that hangs on that.</summary>
    public PlantRights Rights { get; init; }

    /// <summary>What a key may do.</summary>
    public ApiScopes Scopes { get; init; }

    /// <summary>Whether the account is the owner's own.</summary>
    public bool IsOwner { get; init; }

    /// <summary>Whether the account administers the system.</summary>
    public bool IsAdministrator { get; init; }

    /// <summary>The account of a person.</summary>
    public ApiCaller? Account { get; init; }

    /// <summary>The role in which the account holds the owner's place.</summary>
    public ShareRole? Role { get; init; }

    public override string ToString() => Name;
}
