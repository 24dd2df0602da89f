using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Species;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Sharing;
using PlantCare.Web.Charts;
using PlantCare.Web.Overview;

namespace PlantCare.Web.Plants;

/// <summary>A plant's page in numbers, kept up as readings arrive.</summary>
internal sealed class PlantState
{
    private readonly Dictionary<string, (MetricValue Value, DateTimeOffset Time)> _values = new(StringComparer.Ordinal);
    private History _history = new(ChartRange.Day.Reach, TimeSpan.FromMinutes(1));

    /// <summary>Starts from what Api said.</summary>
    public PlantState(PlantData data)
    {
        Plant = data.Plant;
        Devices = data.Devices;
        Species = data.Species;
        foreach (var (metric, value, time) in data.Latest is { } latest ? OverviewData.Values(latest) : [])
        {
            _values[metric] = (value, time);
        }

        Show(data.History);
    }

    /// <summary>The plant.</summary>
    public PlantResponse Plant { get; }

    /// <summary>The devices that measure it.</summary>
    public IReadOnlyList<DeviceResponse> Devices { get; }

    /// <summary>The devices that can be told to water it: those that are in it and may sign in.</summary>
    public IReadOnlyList<DeviceResponse> Watering => [.. Devices.Where(device => device.PlantId == Plant.Id && device.DisabledAt is null)];

    /// <summary>Its species, if the catalogue knows it.</summary>
    public SpeciesResponse? Species { get; }

    /// <summary>The metric that the chart shows.</summary>
    public string Metric { get; private set; } = "";

    /// <summary>How far back the chart reaches.</summary>
    public ChartRange Range { get; private set; } = ChartRange.Day;

    /// <summary>How finely its history was read.</summary>
    public TimeSpan Every => _history.Every;

    /// <summary>Its newest values, judged, in the order in which people read them.</summary>
    public IReadOnlyList<JudgedValue> Values => PlantJudge.Judge(Plant, _values.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Time)));

    /// <summary>When it was last heard of; null when never.</summary>
    public DateTimeOffset? LastHeard => _values.Count > 0 ? _values.Values.Max(value => value.Time) : Devices.Max(device => device.LastSeen);

    /// <summary>What a chart can show: every metric that is a number now, or that has limits.</summary>
    public IReadOnlyList<string> Metrics =>
    [
        .. KnownMetrics.All.Select(metric => metric.Name).Where(IsShown)
            .Concat(_values.Keys.Where(name => KnownMetrics.Find(name) is null && IsShown(name)).Order(StringComparer.Ordinal)),
    ];

    /// <summary>The metric that a page shows: the one that was asked for, else what the plant is mostly about.</summary>
    public static string MetricOf(IReadOnlyList<JudgedValue> values, string? asked) =>
        asked is not null && MetricName.IsValid(asked) ? asked : PlantJudge.Foremost(values)?.Metric ?? KnownMetrics.SoilMoisture.Name;

    /// <summary>Values as Api sent them, judged.</summary>
    public static IReadOnlyList<JudgedValue> Judge(PlantResponse plant, LatestRow? latest) =>
        PlantJudge.Judge(plant, latest is null ? [] : OverviewData.Values(latest));

    /// <summary>Whether the reader may do that with it; what they may not is not offered.</summary>
    public bool May(PlantRights rights) => (Plant.Role?.ToRights() ?? PlantRights.All).HasFlag(rights);

    /// <summary>How it is, in a word.</summary>
    public Verdict Verdict(DateTimeOffset now) => PlantJudge.Sum(Values, Devices.Count > 0 || _values.Count > 0, LastHeard, now);

    /// <summary>What the chart shows now.</summary>
    public HistoryView View(DateTimeOffset now) => HistoryView.Of(Metric, Range, _history, Plant.Thresholds.GetValueOrDefault(Metric), now);

    /// <summary>Shows another metric, another range, or the same read again.</summary>
    public void Show(HistoryData data)
    {
        (Metric, Range) = (data.Metric, data.Range);
        _history = new History(data.Range.Reach, data.Every);
        Mend(data);
    }

    /// <summary>Puts Api's own windows in place of what was counted here.</summary>
    public void Mend(HistoryData data)
    {
        if (data.Metric != Metric || data.Every != _history.Every)
        {
            return;
        }

        foreach (var row in data.Rows)
        {
            if (row.Metrics.TryGetValue(Metric, out var summary))
            {
                _history.Load(row.Time, summary.Avg, summary.Min, summary.Max);
            }
        }
    }

    /// <summary>Takes a reading in, or the latest values.</summary>
    /// <returns>Whether it is about this plant.</returns>
    public bool Apply(LatestRow reading)
    {
        if (reading.PlantId != Plant.Id)
        {
            return false;
        }

        foreach (var (metric, value, time) in OverviewData.Values(reading))
        {
            // Old values belong to the history, not to what is now.
            var isNews = OverviewData.Keep(_values, metric, value, time);
            if (isNews && metric == Metric && value.TryGetNumber(out var number))
            {
                _history.Add(time, number);
            }
        }

        return true;
    }

    private bool IsShown(string metric) =>
        metric == Metric
        || (_values.TryGetValue(metric, out var known)
            ? known.Value.Kind == MetricKind.Number
            : Plant.Thresholds.ContainsKey(metric) && (KnownMetrics.Find(metric)?.Kind ?? MetricKind.Number) == MetricKind.Number);
}
