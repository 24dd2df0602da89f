namespace PlantCare.Storage.Relational.Tenancy;

/// <summary>A row that belongs to one account. The context shows it to that account alone.</summary>
public interface IOwned
{
    /// <summary>The account.</summary>
    Guid UserId { get; }
}
