using System.Globalization;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Care;

namespace PlantCare.Api.Commands;

/// <summary>What a device may be told.</summary>
internal static class CommandRules
{
    /// <summary>The one action so far.</summary>
    public const string Water = "water";

    public static void Check(Faults faults, CreateCommandRequest request, WateringPolicy policy)
    {
        faults.AddIf(request.Action != Water, "action", $"must be {Water}");
        if (request.Value == false)
        {
            faults.AddIf(request.Seconds is not null, "seconds", "does not go with \"value\":false, which stops at once");
        }
        else if (request.Seconds is not { } seconds || !policy.Allows(ToDuration(seconds)))
        {
            faults.Add("seconds", string.Create(
                CultureInfo.InvariantCulture,
                $"must say for how long: {WateringPolicy.Shortest.TotalSeconds} to {LongestSeconds(policy)} seconds"));
        }
    }

    /// <summary>Seconds as a duration, whatever somebody sent: what is none is longer than anything allowed.</summary>
    public static TimeSpan ToDuration(double seconds) =>
        seconds is > 0 and < 1_000_000 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;

    private static double LongestSeconds(WateringPolicy policy) =>
        Math.Min(policy.Longest.TotalSeconds, policy.MostAnHour.TotalSeconds);
}
