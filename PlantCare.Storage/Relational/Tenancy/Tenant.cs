namespace PlantCare.Storage.Relational.Tenancy;

/// <summary>
/// On whose behalf a scope works. Until someone says, it is nobody's, and every query for owned rows finds nothing: a filter that was
/// forgotten hides rows instead of showing them. Say it before the first query: a connection takes it over when it opens.
/// </summary>
/// <param name="time">Tells which shares have ended.</param>
public sealed class Tenant(TimeProvider time)
{
    /// <summary>
    /// The account that rows are limited to: its own, and those of plants that are shared with it. A sitter link counts as an account, by the
    /// id of its share. Null for nobody.
    /// </summary>
    public Guid? UserId { get; private set; }

    /// <summary>True for the system's own work (ingest, start-up, administration), which sees every row.</summary>
    public bool IsSystem { get; private set; }

    /// <summary>True while somebody signs in or registers: accounts can be looked up by name or address, and nothing else is there.</summary>
    public bool IsSigningIn { get; private set; }

    /// <summary>The moment by which shares are judged.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The system's own work.</summary>
    public static Tenant System() => new(TimeProvider.System) { IsSystem = true };

    /// <summary>Works for that account from now on.</summary>
    public void ActAs(Guid userId)
    {
        UserId = userId;
        IsSystem = false;
        IsSigningIn = false;
    }

    /// <summary>Works from now on for whoever is at the door: no account yet, and no owned rows but accounts themselves.</summary>
    public void ActForSignIn()
    {
        UserId = null;
        IsSystem = false;
        IsSigningIn = true;
    }

    /// <summary>Works for the system from now on.</summary>
    public void ActAsSystem()
    {
        UserId = null;
        IsSystem = true;
        IsSigningIn = false;
    }
}
