using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.Domain.Live;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Ingest.Alerts;

/// <summary>Judges some readings against what their plants want, and writes down what comes of it.</summary>
/// <param name="database">Works for the system.</param>
/// <param name="judges">By what they judge; outlives the pass.</param>
/// <param name="now">The time, UTC.</param>
internal sealed class AlertPass(PlantCareContext database, Dictionary<AlertKey, ThresholdJudge> judges, DateTimeOffset now)
{
    /// <summary>A plant need not say that it wants its device to live.</summary>
    private static readonly Threshold BatteryThreshold = new() { Min = 10, Hysteresis = 5 };

    /// <summary>Older readings come from a backlog: they say how things were, and nobody is to be called for that.</summary>
    private static readonly TimeSpan OldestNews = TimeSpan.FromHours(1);

    /// <summary>An alert that lasts shows the newest value, without a commit for each.</summary>
    private const double LeastNews = 0.01;

    private readonly Dictionary<AlertKey, Alert> _open = [];
    private readonly HashSet<Alert> _changed = [];

    /// <returns>What has begun and ended.</returns>
    public async Task<IReadOnlyList<AlertChanged>> RunAsync(List<Reading> readings, CancellationToken cancellationToken)
    {
        // step 1: what the plants want, and which alerts are open
        var news = readings.Where(reading => reading.Time >= now - OldestNews).OrderBy(reading => reading.Time).ToList();
        if (news.Count == 0)
        {
            return [];
        }

        var ids = news.Select(reading => reading.Plant.Id).ToHashSet();
        var plants = await database.Plants.AsNoTracking()
            .Where(plant => ids.Contains(plant.Id) && plant.Active)
            .Select(plant => new { plant.Id, plant.UserId, plant.Name, plant.Thresholds })
            .ToDictionaryAsync(plant => plant.Id, cancellationToken);
        foreach (var alert in await database.Alerts.Where(alert => ids.Contains(alert.PlantId) && alert.State != AlertState.Resolved).ToListAsync(cancellationToken))
        {
            _open[new AlertKey(alert.PlantId, alert.DeviceId, alert.Metric ?? "")] = alert;
        }

        // step 2: judge, in the order of time
        foreach (var reading in news)
        {
            if (!plants.TryGetValue(reading.Plant.Id, out var plant) || plant.UserId != reading.Plant.UserId)
            {
                continue;
            }

            foreach (var measurement in reading.Measurements)
            {
                if (measurement.Value.TryGetNumber(out var value) && ThresholdJudge.CanJudge(measurement.Metric, value))
                {
                    Judge(reading, measurement.Metric, value, ThresholdOf(measurement.Metric, plant.Thresholds));
                }
            }
        }

        // step 3: keep it
        await database.SaveChangesAsync(cancellationToken);
        return [.. _changed.Select(alert => alert.ToChange(plants[alert.PlantId].Name))];
    }

    private static Threshold? ThresholdOf(string metric, Dictionary<string, Threshold> thresholds) =>
        thresholds.GetValueOrDefault(metric) ?? (metric == KnownMetrics.Battery.Name ? BatteryThreshold : null);

    private void Judge(Reading reading, string metric, double value, Threshold? threshold)
    {
        var key = new AlertKey(reading.Plant.Id, reading.DeviceId, metric);
        var isOpen = _open.TryGetValue(key, out var alert);
        if (threshold is null && !isOpen)
        {
            judges.Remove(key);
            return;
        }

        if (!judges.TryGetValue(key, out var judge))
        {
            judges[key] = judge = new ThresholdJudge();
        }

        judge.Remember(isOpen ? SideOf(alert!.Kind) : null);
        var verdict = judge.Judge(value, reading.Time, threshold);
        if (verdict.Ends && isOpen)
        {
            (alert!.State, alert.ResolvedAt) = (AlertState.Resolved, now);
            _open.Remove(key);
            _changed.Add(alert);
        }
        else if (isOpen && Math.Abs(value - (alert!.Value ?? double.MaxValue)) > LeastNews)
        {
            alert.Value = value;
        }

        if (verdict.Begins is { } kind)
        {
            _open[key] = Begin(reading, metric, value, verdict.Limit, kind);
        }
    }

    // An empty battery is a low value with a name of its own.
    private static AlertKind SideOf(AlertKind kind) => kind == AlertKind.Battery ? AlertKind.Low : kind;

    private Alert Begin(Reading reading, string metric, double value, double? limit, AlertKind kind)
    {
        var alert = new Alert
        {
            UserId = reading.Plant.UserId,
            PlantId = reading.Plant.Id,
            DeviceId = reading.DeviceId,
            Kind = metric == KnownMetrics.Battery.Name && kind == AlertKind.Low ? AlertKind.Battery : kind,
            Metric = metric,
            Value = value,
            Limit = limit,
            State = AlertState.Open,
            OpenedAt = now,
        };
        database.Add(alert);
        _changed.Add(alert);
        return alert;
    }
}
