namespace PlantCare.Domain.Readings;

/// <summary>What a readings store sums up in advance, where it does so. Whether it did changes no answer, only how soon it comes.</summary>
public interface IRollUps
{
    /// <summary>
    /// Takes the next step, of some seconds at most: the newest hours first, then hours that changed since, then the past. May run in
    /// several processes at once, and again at any time.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether a step was taken; false when there is nothing left to do for now.</returns>
    Task<bool> RollUpAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
