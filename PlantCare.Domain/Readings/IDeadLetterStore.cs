namespace PlantCare.Domain.Readings;

/// <summary>Where dead letters are kept.</summary>
public interface IDeadLetterStore
{
    /// <summary>Keeps them; when the task completes they are durable.</summary>
    Task AppendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken);
}
