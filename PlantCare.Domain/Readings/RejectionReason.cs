namespace PlantCare.Domain.Readings;

/// <summary>Why a message, or one reading of it, cannot be stored. The snake_case of the name is what people and devices see.</summary>
public enum RejectionReason
{
    /// <summary>Longer than 64 KiB.</summary>
    TooLarge,

    /// <summary>Not JSON, or nested or encoded in a way that JSON does not allow.</summary>
    NotJson,

    /// <summary>JSON, but neither an object nor an array of objects.</summary>
    NotAReading,

    /// <summary>More than 1,000 readings in one message, or more than 64 metrics in one reading.</summary>
    TooMany,

    /// <summary>No member that is a metric.</summary>
    NoMetric,

    /// <summary>A metric's value has the wrong type, or a number is not finite.</summary>
    BadValue,

    /// <summary>A number outside of the metric's physical range.</summary>
    OutOfRange,

    /// <summary>The time cannot be read.</summary>
    BadTimestamp,

    /// <summary>The time is more than five minutes ahead of the server.</summary>
    ClockAhead,

    /// <summary>The time is older than the retention: it would be deleted at once.</summary>
    TooOld,

    /// <summary>A <c>device_id</c>, <c>user_id</c> or <c>plant_id</c> that does not agree with the device's login.</summary>
    IdentityMismatch,

    /// <summary>Nobody's device: it was deleted while the message was under way.</summary>
    UnknownDevice,

    /// <summary>The device is not assigned to a plant.</summary>
    NoPlant,

    /// <summary>A topic that devices do not publish to.</summary>
    BadTopic,

    /// <summary>The store refused the values for good, for example because a metric changed its type.</summary>
    StoreRefused,
}
