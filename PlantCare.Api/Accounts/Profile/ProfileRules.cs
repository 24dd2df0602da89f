using System.Globalization;
using System.Text.RegularExpressions;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Users;

namespace PlantCare.Api.Accounts.Profile;

/// <summary>What a person's settings may be.</summary>
internal static partial class ProfileRules
{
    private const int LongestName = 100;
    private const int LongestLanguage = 16;
    private const int LongestTimeZone = 64;

    /// <param name="faults">What is wrong is added here.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="language">The language as its tag is usually written.</param>
    public static void Check(Faults faults, UpdateUserRequest request, out string? language)
    {
        faults.Text("display_name", request.DisplayName.Value, LongestName);
        language = null;
        faults.AddIf(
            request.Language.Value is { } tag && !TryReadLanguage(tag, out language),
            "language",
            $"must be a language's BCP 47 tag such as en, it or de-AT, of at most {LongestLanguage} characters");
        faults.AddIf(
            request.TimeZone.Value is { } zone && !IsTimeZone(zone),
            "time_zone",
            "must be a time zone's IANA name such as Europe/Rome; https://data.iana.org/time-zones/tzdb/zone1970.tab lists them");
    }

    /// <summary>The settings that two states of an account differ in, by their names on the wire.</summary>
    public static IEnumerable<string> Differences(UserResponse before, UserResponse after)
    {
        (string Name, bool IsSame)[] settings =
        [
            ("display_name", before.DisplayName == after.DisplayName),
            ("language", before.Language == after.Language),
            ("time_zone", before.TimeZone == after.TimeZone),
            ("units", before.Units == after.Units),
        ];
        return settings.Where(setting => !setting.IsSame).Select(setting => setting.Name);
    }

    // Any that .NET knows, also one that nothing is translated into: whoever shows something falls back to the nearest that is.
    private static bool TryReadLanguage(string tag, out string? language)
    {
        language = null;
        if (tag.Length is 0 or > LongestLanguage)
        {
            return false;
        }

        try
        {
            language = CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name;
            return language.Length is > 0 and <= LongestLanguage;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    // .NET knows the names of Windows, too, and on Linux a zone's name is a file's.
    private static bool IsTimeZone(string zone) =>
        zone.Length <= LongestTimeZone && ZoneName().IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId;

    // Europe/Rome, America/Argentina/Buenos_Aires, Etc/GMT+5, UTC
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ZoneName();
}
