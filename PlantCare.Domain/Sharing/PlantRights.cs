namespace PlantCare.Domain.Sharing;

/// <summary>What may be done with a plant.</summary>
[Flags]
public enum PlantRights
{
    /// <summary>Nothing: to whoever has no right, the plant does not exist.</summary>
    None = 0,

    /// <summary>See it, its readings, its devices' state and its journal.</summary>
    See = 1,

    /// <summary>Have it watered, by command or by writing down that it was.</summary>
    Water = 2,

    /// <summary>Acknowledge and resolve its alerts.</summary>
    Acknowledge = 4,

    /// <summary>Write its journal.</summary>
    Write = 8,

    /// <summary>Change or delete it, keep its devices, and share it.</summary>
    Change = 16,

    /// <summary>All of them: the owner's.</summary>
    All = See | Water | Acknowledge | Write | Change,
}

/// <summary>Which rights a role has.</summary>
public static class PlantRightsOfRole
{
    /// <summary>The rights of a role.</summary>
    public static PlantRights ToRights(this ShareRole role) => role switch
    {
        ShareRole.Viewer => PlantRights.See,
        ShareRole.Sitter => PlantRights.See | PlantRights.Water,
        ShareRole.Caretaker => PlantRights.See | PlantRights.Water | PlantRights.Acknowledge | PlantRights.Write,
        ShareRole.Owner => PlantRights.All,
        _ => PlantRights.None,
    };
}
