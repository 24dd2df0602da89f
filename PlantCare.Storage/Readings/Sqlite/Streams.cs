using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>A row of <c>streams</c>: everything that one device said about one plant.</summary>
internal readonly record struct Stream(long Id, Guid PlantId, string DeviceId);

/// <summary>A stream's key as the writer looks it up, once for each reading.</summary>
internal readonly record struct StreamKey(Guid UserId, Guid PlantId, string DeviceId)
{
    public static StreamKey Of(Reading reading) => new(reading.Plant.UserId, reading.Plant.Id, reading.DeviceId);
}

/// <summary>Finds streams.</summary>
internal static class StreamQueries
{
    /// <summary>The streams in a scope, in no order.</summary>
    public static List<Stream> Find(SqliteDatabase database, ReadingScope scope)
    {
        using var statement = database.Prepare("SELECT id, plant_id, device_id FROM streams WHERE user_id = ?1");
        statement.Bind(1, scope.UserId.ToString());
        var streams = new List<Stream>();
        while (statement.Step())
        {
            var stream = new Stream(statement.Integer(0), Guid.Parse(statement.Text(1)), statement.Text(2));
            if ((scope.PlantIds is null || scope.PlantIds.Contains(stream.PlantId))
                && (scope.DeviceId is null || string.Equals(scope.DeviceId, stream.DeviceId, StringComparison.Ordinal)))
            {
                streams.Add(stream);
            }
        }

        return streams;
    }
}
