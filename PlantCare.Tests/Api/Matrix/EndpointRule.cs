using PlantCare.Contracts.Auth;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Matrix;

/// <summary>Whom an endpoint is for.</summary>
internal enum Door
{
    /// <summary>Whoever asks, whatever credentials come with it.</summary>
    Anyone,

    /// <summary>Any account, about what is its own.</summary>
    Accounts,

    /// <summary>The account whose thing the id names, and no role of a share.</summary>
    Own,

    /// <summary>Who has the right to the plant that the id leads to.</summary>
    Plant,

    /// <summary>Who may change the plant; nobody else is told of what hangs on it.</summary>
    Keepers,

    /// <summary>The account whose readings are asked for, and administrators.</summary>
    Readings,

    /// <summary>Any account but the one that invites.</summary>
    Invited,

    /// <summary>Administrators who signed in.</summary>
    Administrators,

    /// <summary>Sitter links.</summary>
    Sitters,

    /// <summary>Devices.</summary>
    Devices,
}

/// <summary>What a call takes away from who is allowed to make it.</summary>
internal enum Spends
{
    /// <summary>Nothing that another call needs.</summary>
    Nothing,

    /// <summary>What its path names.</summary>
    Thing,

    /// <summary>The caller's session.</summary>
    Session,

    /// <summary>The caller's account.</summary>
    Account,
}

/// <summary>Who may make a call, and what it answers to them.</summary>
/// <param name="Endpoint">As the route table has it: <c>GET /plants/{id}</c>.</param>
/// <param name="Door">Whom it is for.</param>
internal sealed record EndpointRule(string Endpoint, Door Door)
{
    /// <summary>The right to the plant that it takes.</summary>
    public PlantRights Rights { get; init; } = PlantRights.See;

    /// <summary>What a key must be allowed to do; none where keys are not let in.</summary>
    public ApiScopes Scope { get; init; }

    /// <summary>Whether sitter links are let in.</summary>
    public bool Sitters { get; init; }

    /// <summary>What it answers to who may.</summary>
    public int Answer { get; init; } = 200;

    /// <summary>What is sent; <c>$names</c> stand for what the scene has.</summary>
    public string? Body { get; init; }

    /// <summary>What the address ends with, filled as the body.</summary>
    public string Query { get; init; } = "";

    /// <summary>The parameter by which something of the owner's is asked for.</summary>
    public string? Asks { get; init; }

    /// <summary>What the call takes away.</summary>
    public Spends Spends { get; init; }

    /// <summary>Whether it is there in the home edition alone.</summary>
    public bool AtHome { get; init; }

    /// <summary>What it answers to that caller.</summary>
    public int ExpectedOf(MatrixCaller caller) => caller.Sort switch
    {
        _ when Door == Door.Anyone => Answer,
        CallerSort.Nobody => 401,
        CallerSort.Device => Door == Door.Devices ? Answer : 401,
        _ when Door == Door.Devices => 401,
        _ when Door == Door.Administrators => MayAdminister(caller) ? Answer : Endpoint.Contains('{', StringComparison.Ordinal) ? 404 : 403,
        CallerSort.Key when Scope == ApiScopes.None || !caller.Scopes.HasFlag(Scope) => 403,
        CallerSort.Sitter when !Sitters => 403,
        _ => BehindDoor(caller),
    };

    /// <summary>A body, or the end of an address, with the values for its <c>$names</c>.</summary>
    public static string Filled(string text, IReadOnlyDictionary<string, string> values) => values.Keys.OrderByDescending(name => name.Length)
        .Aggregate(text, (filled, name) => name.StartsWith('$') ? filled.Replace(name, values[name], StringComparison.Ordinal) : filled);

    public override string ToString() => Endpoint + Query + (Asks is null ? "" : $"?{Asks}=…") + (Body is { Length: > 2 } ? $" {Body}" : "");

    private static bool MayAdminister(MatrixCaller caller) => caller is { Sort: CallerSort.Person, IsAdministrator: true };

    private int BehindDoor(MatrixCaller caller) => Door switch
    {
        Door.Own => caller.IsOwner ? Answer : 404,
        Door.Plant => caller.Rights == PlantRights.None ? 404 : caller.Rights.HasFlag(Rights) ? Answer : 403,
        Door.Keepers => caller.Rights.HasFlag(PlantRights.Change) ? Answer : 404,
        Door.Readings => caller.IsOwner || caller.IsAdministrator ? Answer : 404,
        Door.Invited => caller.IsOwner ? 409 : Answer,
        Door.Sitters => caller.Sort == CallerSort.Sitter ? Answer : 404,
        _ => Answer,
    };
}
