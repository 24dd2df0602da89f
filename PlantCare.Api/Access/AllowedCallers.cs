using PlantCare.Contracts.Auth;

namespace PlantCare.Api.Access;

/// <summary>
/// Who may call an endpoint beside people who signed in, who may call all but those for administrators. An endpoint that says nothing is for
/// people alone: a key or a sitter link that leaks opens only what was meant to be opened.
/// </summary>
/// <param name="Scope">What a key must be allowed to do; none when keys are not let in at all.</param>
/// <param name="Sitters">Whether sitter links are let in.</param>
/// <param name="AdministratorsOnly">Whether only administrators are.</param>
internal sealed record AllowedCallers(ApiScopes Scope = ApiScopes.None, bool Sitters = false, bool AdministratorsOnly = false)
{
    public static AllowedCallers PeopleOnly { get; } = new();
}

/// <summary>Says it of endpoints.</summary>
internal static class AllowedCallersOfEndpoints
{
    /// <summary>Lets keys in that may do that; and sitter links, if they are to be let in.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder endpoints, ApiScopes scope, bool sitters = false)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AllowedCallers(scope, sitters));

    /// <summary>Lets administrators in, and nobody else.</summary>
    public static TBuilder AllowAdministratorsOnly<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AllowedCallers(AdministratorsOnly: true));
}
