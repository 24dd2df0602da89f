namespace PlantCare.Storage.Relational.Tenancy;

/// <summary>A row about one plant. Whoever sees the plant sees it.</summary>
public interface IPlantOwned : IOwned
{
    /// <summary>The plant.</summary>
    Guid PlantId { get; }
}
