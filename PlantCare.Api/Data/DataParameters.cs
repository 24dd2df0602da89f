using System.Globalization;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>What <c>GET /data</c> and its kin take, read and checked.</summary>
internal static class DataParameters
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 10_000;
    public const int MaxWindows = 11_000;

    public static TimeRange Range(string? start, string? end, DateTimeOffset now, Faults faults)
    {
        var from = now.AddHours(-1);
        var to = now;
        faults.AddIf(start is not null && !TimeExpression.TryParseTime(start, now, out from), "start_time", TimeExpression.TimeForms);
        faults.AddIf(end is not null && !TimeExpression.TryParseTime(end, now, out to), "end_time", TimeExpression.TimeForms);
        faults.AddIf(!faults.Any && from >= to, "start_time", "must be before end_time");
        return new TimeRange(from, to);
    }

    public static string? Field(string? field, Faults faults)
    {
        faults.AddIf(field is not null && !MetricName.IsValid(field), "field", "must be a metric's name, such as soil_moisture");
        return field;
    }

    public static bool IsDescending(string? order, Faults faults)
    {
        faults.AddIf(order is not (null or "asc" or "desc"), "order", "must be asc or desc");
        return order == "desc";
    }

    public static int? Limit(int? limit, Faults faults)
    {
        faults.AddIf(limit is < 1 or > MaxLimit, "limit", $"must be between 1 and {MaxLimit}");
        return limit;
    }

    public static ReadingPosition? After(string? cursor, Faults faults)
    {
        if (cursor is null)
        {
            return null;
        }

        if (PageRequest.Decode(cursor) is [var time, var plant, var device, var metric]
            && long.TryParse(time, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds is > -62_135_596_800_000 and < 253_402_300_800_000
            && Guid.TryParse(plant, out var plantId))
        {
            return new ReadingPosition(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), plantId, device, metric);
        }

        faults.Add("cursor", "is not one that this list answered as 'next'");
        return null;
    }

    public static string ToCursor(in ReadingPosition position) => PageRequest.Encode(
        position.Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), position.PlantId.ToString(), position.DeviceId, position.Metric);

    /// <summary>The windows of <c>GET /data/aggregated</c>: the last <c>window</c>, or from <c>start_time</c> to <c>end_time</c>.</summary>
    public static (TimeRange Range, TimeSpan Every) Windows(
        string? window, string? every, string? start, string? end, DateTimeOffset now, Faults faults)
    {
        var width = TimeSpan.FromHours(1);
        var reach = TimeSpan.FromDays(1);
        faults.AddIf(every is not null && !TimeExpression.TryParseDuration(every, out width), "every", TimeExpression.DurationForms);
        faults.AddIf(window is not null && !TimeExpression.TryParseDuration(window.TrimStart('-'), out reach), "window", TimeExpression.DurationForms);
        faults.AddIf(window is not null && start is not null, "window", "cannot be given together with start_time");
        var from = now;
        var to = now;
        faults.AddIf(start is not null && !TimeExpression.TryParseTime(start, now, out from), "start_time", TimeExpression.TimeForms);
        faults.AddIf(end is not null && !TimeExpression.TryParseTime(end, now, out to), "end_time", TimeExpression.TimeForms);
        if (faults.Any)
        {
            return default;
        }

        from = start is null ? to - reach : from;
        faults.AddIf(from >= to, "start_time", "must be before end_time");
        faults.AddIf((to - from) / width > MaxWindows, "every", $"would make more than {MaxWindows} windows: ask for wider ones, or for less time");
        return (new TimeRange(from, to), width);
    }
}
