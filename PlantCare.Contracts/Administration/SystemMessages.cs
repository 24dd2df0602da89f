using PlantCare.Domain.Readings;

namespace PlantCare.Contracts.Administration;

/// <summary>What <c>GET /admin/system</c> answers. A part that could not be found out is null, and <see cref="Unknown"/> says why.</summary>
/// <param name="Product">PlantCare's version.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="StartedAt">When this Api started.</param>
/// <param name="UptimeSeconds">How long ago that is, seconds.</param>
/// <param name="Database">The database of people, plants and devices.</param>
/// <param name="Readings">The readings store.</param>
/// <param name="DataFolder">The home edition's folder.</param>
/// <param name="Counts">How much there is.</param>
/// <param name="Ingest">How fast readings come in.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Mail">Letters.</param>
/// <param name="Unknown">Why parts are null, by their names.</param>
public sealed record SystemResponse(
    string Product,
    string Runtime,
    DateTimeOffset StartedAt,
    long UptimeSeconds,
    DatabaseStatus? Database,
    ReadingsStatus? Readings,
    DataFolderStatus? DataFolder,
    SystemCounts? Counts,
    IngestStatus? Ingest,
    BrokerStatus? Broker,
    MailStatus? Mail,
    IReadOnlyDictionary<string, string> Unknown);

/// <summary>The database of people, plants and devices.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Migration">The state of its tables that this version of PlantCare works with.</param>
/// <param name="Bytes">How much room it takes.</param>
public sealed record DatabaseStatus(string Kind, string Version, string Migration, long Bytes);

/// <summary>The readings store.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>influxdb</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Bytes">How much room it takes; null where it does not say.</param>
public sealed record ReadingsStatus(string Kind, string Version, long? Bytes);

/// <summary>The home edition's folder for everything that it keeps.</summary>
/// <param name="Bytes">How much room it takes, both databases included.</param>
/// <param name="FreeBytes">How much is left on its disk.</param>
public sealed record DataFolderStatus(long Bytes, long FreeBytes);

/// <summary>How much there is.</summary>
/// <param name="Accounts">Accounts, disabled ones included.</param>
/// <param name="Plants">Plants of all accounts.</param>
/// <param name="Devices">Devices of all accounts.</param>
/// <param name="DevicesOnline">Those of them that are connected, or were heard in the last day.</param>
/// <param name="DeadLetters">Messages that could not be stored.</param>
public sealed record SystemCounts(int Accounts, int Plants, int Devices, int DevicesOnline, int DeadLetters);

/// <summary>How fast readings come in.</summary>
/// <param name="LastMinute">Readings made durable in the last minute.</param>
/// <param name="LastHour">Readings made durable in the last hour, or since this Api started.</param>
public sealed record IngestStatus(long LastMinute, long LastHour);

/// <summary>The broker.</summary>
/// <param name="Kind"><c>embedded</c> or <c>mosquitto</c>.</param>
/// <param name="Connections">Clients that are connected; at a broker of its own, PlantCare's services among them.</param>
public sealed record BrokerStatus(string Kind, int Connections);

/// <summary>Letters on their way out.</summary>
/// <param name="Configured">Whether a mail server is set up; without one nothing is mailed.</param>
/// <param name="Waiting">Letters that wait to be sent.</param>
/// <param name="Sent">Letters that the mail server took in the last day.</param>
/// <param name="GivenUp">Letters that were given up in the last 30 days.</param>
/// <param name="OldestWaiting">When the one that waits longest was written; null where none waits.</param>
/// <param name="LastFault">What the mail server, or the lack of it, last said against one of those; null where nothing was.</param>
public sealed record MailStatus(bool Configured, int Waiting, int Sent, int GivenUp, DateTimeOffset? OldestWaiting, string? LastFault);

/// <summary>A message of anybody's device that could not be stored.</summary>
/// <param name="Id">The dead letter.</param>
/// <param name="UserId">The owner of the device; null when it was nobody's.</param>
/// <param name="DeviceId">Who sent it.</param>
/// <param name="Topic">Where it was published; <c>http</c> for a POST.</param>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Detail">What was wrong, and what was expected.</param>
/// <param name="Payload">The message, as text.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record AnyDeadLetterResponse(
    long Id,
    Guid? UserId,
    string DeviceId,
    string Topic,
    RejectionReason Reason,
    string Detail,
    string Payload,
    DateTimeOffset ReceivedAt);
