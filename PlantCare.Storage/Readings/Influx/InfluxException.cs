using System.Net;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>InfluxDB did not do what it was asked to. The message is fit for people and holds no secret.</summary>
public sealed class InfluxException : ReadingStoreException
{
    internal InfluxException(InfluxFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <inheritdoc/>
    public override bool MayPass => Fault == InfluxFault.Away;

    internal InfluxFault Fault { get; }

    /// <summary>How long the server asked to be left alone.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// What a status means, whatever the version. The text beside it is not asked: it may quote a point, and so whatever a person calls
    /// a plant.
    /// </summary>
    internal static InfluxFault FaultOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => InfluxFault.Denied,
        HttpStatusCode.NotFound => InfluxFault.NoDatabase,
        HttpStatusCode.RequestEntityTooLarge => InfluxFault.TooLarge,

        // Only these two speak of what was sent. Any other 4xx comes from something between us and the server, which knows nothing of
        // points: to dead-letter them for it would lose what a mended proxy would have let through.
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => InfluxFault.Refused,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => InfluxFault.Away,
        _ => InfluxFault.Unexpected,
    };

    /// <summary>What an error in an answer with status 200 means: <c>database not found: sensor_data</c>, or a fault of the query.</summary>
    internal static InfluxFault FaultOf(string error) =>
        error.StartsWith("database not found", StringComparison.OrdinalIgnoreCase) ? InfluxFault.NoDatabase : InfluxFault.Refused;
}

/// <summary>Kinds of <see cref="InfluxException"/>.</summary>
internal enum InfluxFault
{
    /// <summary>Not there, too slow or too busy: later, perhaps.</summary>
    Away,

    /// <summary>The credentials are wrong or not enough.</summary>
    Denied,

    /// <summary>Its certificate is not trusted.</summary>
    Untrusted,

    /// <summary>The database, the bucket or its mapping does not exist.</summary>
    NoDatabase,

    /// <summary>What was sent is at fault.</summary>
    Refused,

    /// <summary>Too much was sent at once.</summary>
    TooLarge,

    /// <summary>An answer that cannot be read.</summary>
    Unreadable,

    /// <summary>None of these.</summary>
    Unexpected,
}
