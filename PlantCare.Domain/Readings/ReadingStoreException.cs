namespace PlantCare.Domain.Readings;

/// <summary>A readings store could not answer.</summary>
public abstract class ReadingStoreException : Exception
{
    /// <inheritdoc cref="ReadingStoreException"/>
    /// <param name="message">What went wrong, fit for people and without a secret.</param>
    /// <param name="innerException">What brought it about.</param>
    protected ReadingStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later without anybody changing it: the store is away, overloaded or locked.</summary>
    public abstract bool MayPass { get; }
}
