using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PlantCare.Api.Access;
using PlantCare.Domain.Devices;

namespace PlantCare.Api.Data;

/// <summary>Nothing to set.</summary>
internal sealed class DeviceAuthenticationOptions : AuthenticationSchemeOptions;

/// <summary>A device signs in with HTTP Basic: its <c>device_id</c> and its secret, the same as over MQTT.</summary>
internal sealed class DeviceAuthentication(
    IDeviceDirectory devices, IOptionsMonitor<DeviceAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<DeviceAuthenticationOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Device";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!TryRead(header.Parameter, out var deviceId, out var secret) || !devices.TryAuthenticate(deviceId, secret, out var device))
        {
            return Task.FromResult(AuthenticateResult.Fail("No such device, or not its secret."));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, device.DeviceId), new Claim(CallerClaims.Kind, nameof(CallerKind.Device))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Basic realm=\"PlantCare\", charset=\"UTF-8\"";
        return TypedResults.Problem(
            "Sign in with HTTP Basic: the device's device_id and its secret.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    private static bool TryRead(string? parameter, out string deviceId, out string secret)
    {
        (deviceId, secret) = ("", "");
        var bytes = new byte[(parameter?.Length ?? 0) * 3 / 4];
        if (parameter is null || !Convert.TryFromBase64String(parameter, bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        (deviceId, secret) = (text[..colon], text[(colon + 1)..]);
        return true;
    }
}
