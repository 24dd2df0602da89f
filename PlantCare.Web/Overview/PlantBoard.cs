using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Care;
using PlantCare.Domain.Metrics;
using PlantCare.Web.Charts;

namespace PlantCare.Web.Overview;

/// <summary>The cards and what they are made from. Used by one page, on its own thread.</summary>
internal sealed class PlantBoard
{
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>The cards: who needs somebody first, then by name.</summary>
    public IReadOnlyList<PlantCardModel> Cards { get; private set; } = [];

    /// <summary>How many plants need somebody.</summary>
    public int Attention => Cards.Count(card => card.Verdict.NeedsAttention);

    /// <summary>Whether any plant has ever been heard of.</summary>
    public bool HasReadings => Cards.Any(card => card.LastHeard is not null);

    /// <summary>Whether there is any device.</summary>
    public bool HasDevices { get; private set; }

    /// <summary>Starts from what Api said.</summary>
    public void Load(OverviewData data, DateTimeOffset now)
    {
        _entries.Clear();
        HasDevices = data.Devices.Count > 0;
        foreach (var plant in data.Plants)
        {
            var devices = data.Devices.Where(device => device.PlantId == plant.Id
                || device.Config.Channels?.Values.Any(channel => channel.PlantId == plant.Id) == true).ToArray();
            _entries[plant.Id] = new Entry(plant, devices.Length > 0)
            {
                DeviceSeen = devices.Max(device => device.LastSeen),
            };
        }

        Show(data.Alerts);
        foreach (var row in data.Latest)
        {
            Apply(row, intoSeries: false);
        }

        foreach (var (metric, rows) in data.History)
        {
            foreach (var row in rows)
            {
                if (_entries.TryGetValue(row.PlantId, out var entry) && row.Metrics.TryGetValue(metric, out var summary))
                {
                    entry.SeriesOf(metric).Load(row.Time, summary.Avg);
                }
            }
        }

        Refresh(now, all: true);
    }

    /// <summary>Takes a reading in; <see cref="Refresh"/> draws it.</summary>
    /// <returns>False when the plant is not on the board: it is new, or was brought back.</returns>
    public bool Apply(LatestRow row, bool intoSeries = true)
    {
        if (!_entries.TryGetValue(row.PlantId, out var entry))
        {
            return false;
        }

        foreach (var (metric, value, time) in OverviewData.Values(row))
        {
            // Old values go into the curve, not onto the card; only the curve that is drawn is kept.
            var isNews = OverviewData.Keep(entry.Values, metric, value, time);
            if (isNews && intoSeries && metric == entry.Card?.Main?.Metric && value.TryGetNumber(out var number))
            {
                entry.SeriesOf(metric).Add(time, number);
            }
        }

        entry.LastHeard = entry.LastHeard > row.Time ? entry.LastHeard : row.Time;
        entry.HasDevice = true;
        entry.DeviceId = row.DeviceId;
        entry.Changed = true;
        return true;
    }

    /// <summary>Shows these alerts and no others; <see cref="Refresh"/> draws them.</summary>
    public void Show(IReadOnlyList<AlertResponse> alerts)
    {
        var open = alerts.ToLookup(alert => alert.PlantId, alert => alert.Id);
        foreach (var (plant, entry) in _entries)
        {
            entry.Changed |= !entry.OpenAlerts.SetEquals(open[plant]);
            entry.OpenAlerts.Clear();
            entry.OpenAlerts.UnionWith(open[plant]);
        }
    }

    /// <summary>Takes in how an alert is from now on; <see cref="Refresh"/> draws it.</summary>
    public void Apply(AlertResponse alert)
    {
        if (_entries.TryGetValue(alert.PlantId, out var entry))
        {
            entry.Changed |= alert.State == AlertState.Open ? entry.OpenAlerts.Add(alert.Id) : entry.OpenAlerts.Remove(alert.Id);
        }
    }

    /// <summary>Makes new cards for plants that changed, or for all whose verdict depends on the clock.</summary>
    /// <returns>The cards whose verdict is another than before.</returns>
    public IReadOnlyList<PlantCardModel> Refresh(DateTimeOffset now, bool all = false)
    {
        var turned = new List<PlantCardModel>();
        foreach (var entry in _entries.Values)
        {
            if (!all && !entry.Changed)
            {
                continue;
            }

            var card = entry.ToCard(now);
            if (entry.Card is { } before && before.Verdict != card.Verdict)
            {
                turned.Add(card);
            }

            entry.Card = card;
            entry.Changed = false;
        }

        Cards =
        [
            .. _entries.Values.Select(entry => entry.Card!)
                .OrderByDescending(card => card.Verdict.Urgency)
                .ThenBy(card => card.Plant.Name, StringComparer.CurrentCultureIgnoreCase),
        ];
        return turned;
    }

    private sealed class Entry(PlantResponse plant, bool hasDevice)
    {
        private readonly Dictionary<string, PlantSeries> _series = new(StringComparer.Ordinal);

        public Dictionary<string, (MetricValue Value, DateTimeOffset Time)> Values { get; } = new(StringComparer.Ordinal);

        public bool HasDevice { get; set; } = hasDevice;

        public DateTimeOffset? LastHeard { get; set; }

        public string? DeviceId { get; set; }

        public DateTimeOffset? DeviceSeen { get; init; }

        public bool Changed { get; set; } = true;

        public HashSet<Guid> OpenAlerts { get; } = [];

        public PlantCardModel? Card { get; set; }

        public PlantSeries SeriesOf(string metric) =>
            _series.TryGetValue(metric, out var series) ? series : _series[metric] = new PlantSeries();

        public PlantCardModel ToCard(DateTimeOffset now)
        {
            var values = PlantJudge.Judge(plant, Values.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Time)));
            var main = PlantJudge.Foremost(values);
            IReadOnlyList<SparkPoint> points = main is null ? [] : SeriesOf(main.Metric).ToPoints(now);

            // A plant that has been silent for a day is not among the latest values, but its devices know when they last spoke.
            var heard = LastHeard ?? (now - DeviceSeen > TimeSpan.FromDays(1) ? DeviceSeen : null);
            return new PlantCardModel(plant, values, main, points, PlantJudge.Sum(values, HasDevice, heard, now), heard, DeviceId, HasDevice, OpenAlerts.Count);
        }
    }
}
