namespace PlantCare.Storage.Relational.Tenancy;

/// <summary>
/// On whose behalf a scope works. Until someone says, it is nobody's, and every query for owned rows finds nothing: a filter that was
/// forgotten hides rows instead of showing them.
/// </summary>
public sealed class Tenant
{
    /// <summary>The account that owned rows are limited to; null for nobody.</summary>
    public Guid? UserId { get; private set; }

    /// <summary>True for the system's own work (ingest, start-up, administration), which sees every row.</summary>
    public bool IsSystem { get; private set; }

    /// <summary>The system's own work.</summary>
    public static Tenant System() => new() { IsSystem = true };

    /// <summary>Works for that account from now on.</summary>
    public void ActAs(Guid userId)
    {
        UserId = userId;
        IsSystem = false;
    }

    /// <summary>Works for the system from now on.</summary>
    public void ActAsSystem()
    {
        UserId = null;
        IsSystem = true;
    }
}
