namespace PlantCare.Domain.Readings;

/// <summary>What became of a batch: stored (but for the readings refused for good), or not now.</summary>
public sealed class WriteResult
{
    private WriteResult(bool isStored, IReadOnlyList<RefusedReading> refused, string? notNowBecause)
    {
        IsStored = isStored;
        Refused = refused;
        NotNowBecause = notNowBecause;
    }

    /// <summary>All of it is durable.</summary>
    public static WriteResult Stored { get; } = new(isStored: true, [], notNowBecause: null);

    /// <summary>True: everything that is not in <see cref="Refused"/> is durable. False: nothing is promised, try the batch again.</summary>
    public bool IsStored { get; }

    /// <summary>The readings that the store will never take.</summary>
    public IReadOnlyList<RefusedReading> Refused { get; }

    /// <summary>Why the store could not take the batch now; null when it did.</summary>
    public string? NotNowBecause { get; }

    /// <summary>Durable, except for these.</summary>
    public static WriteResult StoredExcept(IReadOnlyList<RefusedReading> refused) => new(isStored: true, refused, notNowBecause: null);

    /// <summary>The store is away or overloaded: the same batch may succeed later.</summary>
    public static WriteResult NotNow(string because) => new(isStored: false, [], because);
}

/// <summary>A reading that the store refused for good.</summary>
/// <param name="Index">Its place in the batch.</param>
/// <param name="Detail">What the store said.</param>
public readonly record struct RefusedReading(int Index, string Detail);
