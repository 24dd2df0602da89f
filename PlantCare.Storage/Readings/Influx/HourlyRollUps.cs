using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Rolls hours up, a stretch of hours at a time. Every stretch goes the same way, whoever else is at it:
/// <list type="number">
/// <item>sum up the single readings;</item>
/// <item>write a row for each device and hour;</item>
/// <item>then, and only then, write that the hours are done;</item>
/// <item>if somebody erased readings meanwhile, take back what was written of theirs.</item>
/// </list>
/// What is written late in between bears a time that is not before the first step, and so the hour is read from its single values until
/// it was rolled up again.
/// </summary>
internal sealed class HourlyRollUps(InfluxHttp http, HourSums source, InfluxEraser eraser, TimeProvider time) : IDisposable
{
    private const int LinesPerWrite = 5_000;
    private const int BytesPerLine = 512;

    /// <summary>A stretch that takes less may be longer next time; one that takes more than four times as much must be shorter.</summary>
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(750);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly RollUpPlan _plan = new(http);

    /// <summary>Takes the next step.</summary>
    /// <returns>Whether there was one to take.</returns>
    /// <exception cref="InfluxException">It failed, and is taken again later.</exception>
    public async Task<bool> StepAsync(DateTimeOffset now, TimeSpan? retention, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (await _plan.NextAsync(now, retention, cancellationToken) is not { } stretch)
            {
                return false;
            }

            var started = time.GetTimestamp();
            try
            {
                await RollUpAsync(stretch, now.ToUnixTimeMilliseconds(), cancellationToken);
            }
            catch (InfluxException)
            {
                _plan.Postpone(stretch, now);
                throw;
            }

            if (stretch.Only is null)
            {
                _plan.Learn(time.GetElapsedTime(started) / Brief);
            }

            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task RollUpAsync(RollUpStretch stretch, long now, CancellationToken cancellationToken)
    {
        // step 1: the sums
        var sums = await source.SumAsync(stretch.Hours, stretch.Only, cancellationToken);

        // step 2: the rows, and what there can be none for
        using var buffer = new PooledBuffer(Math.Clamp(sums.Hours.Count, 1, LinesPerWrite) * BytesPerLine);
        foreach (var some in sums.Hours.Where(hour => !sums.Unsummable.Contains(hour.Key.OfPlant)).Chunk(LinesPerWrite))
        {
            foreach (var (hour, metrics) in some)
            {
                RollUpLines.AppendHour(buffer, hour, metrics);
            }

            await FlushAsync();
        }

        foreach (var some in sums.Unsummable.Chunk(LinesPerWrite))
        {
            foreach (var hour in some)
            {
                RollUpLines.AppendLate(buffer, hour, RollUpLines.Never);
            }

            await FlushAsync();
        }

        // step 3: that they are there
        if (stretch.Only is { } only)
        {
            foreach (var start in stretch.Starts)
            {
                RollUpLines.AppendRedone(buffer, new PlantHour(only.User, only.Plant, start), now);
            }
        }
        else
        {
            foreach (var (start, rolledAt) in _plan.Finish(stretch, [.. sums.Hours.Keys.Select(hour => hour.Start)], now))
            {
                RollUpLines.AppendDone(buffer, start, rolledAt);
            }
        }

        await FlushAsync();

        // step 4: what was erased meanwhile
        if (await eraser.AnySinceAsync(now, cancellationToken))
        {
            await TakeBackAsync(stretch, sums, cancellationToken);
        }

        async Task FlushAsync()
        {
            if (buffer.Count > 0)
            {
                await http.WriteAsync(buffer[..], cancellationToken);
                buffer.CutAt(0);
            }
        }
    }

    private async Task TakeBackAsync(RollUpStretch stretch, DeviceSums written, CancellationToken cancellationToken)
    {
        var there = await source.SumAsync(stretch.Hours, stretch.Only, cancellationToken);
        var plants = there.Hours.Keys.Select(hour => (hour.User, hour.Plant)).Concat(there.Unsummable.Select(hour => (hour.User, hour.Plant))).ToHashSet();
        var devices = there.Hours.Keys.Select(hour => (hour.User, hour.Plant, hour.Device)).ToHashSet();
        IEnumerable<(Guid User, Guid Plant)> touched =
        [
            .. written.Hours.Keys.Select(hour => (hour.User, hour.Plant)),
            .. written.Unsummable.Select(hour => (hour.User, hour.Plant)),
            .. stretch.Only is { } only ? [only] : Array.Empty<(Guid, Guid)>(),
        ];
        foreach (var (user, plant) in touched.Distinct().Where(plant => !plants.Contains(plant)))
        {
            await eraser.EraseRollUpsAsync(new ReadingScope(user, [plant]), stretch.Hours, cancellationToken);
        }

        var gone = written.Hours.Keys.Select(hour => (hour.User, hour.Plant, hour.Device)).Distinct()
            .Where(device => plants.Contains((device.User, device.Plant)) && !devices.Contains(device));
        foreach (var (user, plant, device) in gone)
        {
            await eraser.EraseRollUpsAsync(new ReadingScope(user, [plant], device), stretch.Hours, cancellationToken);
        }
    }
}
