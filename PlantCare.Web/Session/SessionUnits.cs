using System.Security.Claims;
using PlantCare.Contracts.Auth;
using PlantCare.Domain.Metrics;

namespace PlantCare.Web.Session;

/// <summary>Carries the units that a person chose from their session to their pages.</summary>
internal static class SessionUnits
{
    private const string TemperatureClaim = "plantcare:temperature";
    private const string LightClaim = "plantcare:light";

    /// <summary>The claims that name them.</summary>
    public static IEnumerable<Claim> ToClaims(UserUnits units) =>
        [new(TemperatureClaim, units.Temperature.ToString()), new(LightClaim, units.Light.ToString())];

    /// <summary>What they name; °C and lux for somebody who is not signed in.</summary>
    public static UserUnits Of(ClaimsPrincipal user) => new(
        Enum.TryParse<TemperatureUnit>(user.FindFirst(TemperatureClaim)?.Value, out var temperature) ? temperature : UserUnits.Default.Temperature,
        Enum.TryParse<LightUnit>(user.FindFirst(LightClaim)?.Value, out var light) ? light : UserUnits.Default.Light);
}
