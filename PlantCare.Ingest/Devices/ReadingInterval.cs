namespace PlantCare.Ingest.Devices;

/// <summary>
/// Learns how long a device usually waits between two readings: the median of the pauses, so that neither an outage nor a burst moves it far.
/// It is a running one, which keeps no pauses (after Ma, Muthukrishnan and Sandler, 'Frugal Streaming for Estimating Quantiles', 2013): a pause
/// that is longer than the estimate moves it up by a step, one that is shorter down; steps become finer while pauses fall on both sides, and
/// coarser again when they keep falling on one, because the device has another rhythm now. It begins with the median of the first five.
/// Not for several threads at a time.
/// </summary>
internal sealed class ReadingInterval
{
    private const int FirstPauses = 5;
    private const double CoarsestStep = 0.25;
    private const double FinestStep = 0.01;
    private const int SameSideLimit = 6;

    private List<double>? _first = new(FirstPauses);
    private DateTimeOffset? _last;
    private double _estimate;
    private double _step = CoarsestStep;
    private int _sameSide;

    /// <summary>The estimate in seconds; null until five pauses have been seen.</summary>
    public double? Seconds => _first is null ? _estimate : null;

    /// <summary>A reading that was measured at that time. Those that come late, out of order, say nothing.</summary>
    public void Add(DateTimeOffset measuredAt)
    {
        var last = _last;
        if (last is null || measuredAt > last)
        {
            _last = measuredAt;
        }

        // Probes of one device share a time, or are a millisecond apart.
        if (last is { } before && (measuredAt - before).TotalSeconds is >= 0.1 and var pause)
        {
            Learn(pause);
        }
    }

    private void Learn(double pause)
    {
        if (_first is { } first)
        {
            first.Add(pause);
            if (first.Count == FirstPauses)
            {
                first.Sort();
                (_estimate, _first) = (first[FirstPauses / 2], null);
            }

            return;
        }

        // What is as good as the estimate is no reason to move it.
        var side = pause > _estimate * (1 + FinestStep) ? 1 : pause < _estimate / (1 + FinestStep) ? -1 : 0;
        if (side == 0)
        {
            (_step, _sameSide) = (Math.Max(_step / 2, FinestStep), 0);
            return;
        }

        var isSameSide = _sameSide == 0 || Math.Sign(_sameSide) == side;
        _sameSide = isSameSide ? _sameSide + side : side;
        _step = Math.Abs(_sameSide) >= SameSideLimit ? Math.Min(_step * 2, CoarsestStep) : isSameSide ? _step : Math.Max(_step / 2, FinestStep);
        _estimate = side > 0 ? Math.Min(_estimate * (1 + _step), pause) : Math.Max(_estimate / (1 + _step), pause);
    }
}
