using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PlantCare.Api.Access;
using PlantCare.Contracts.Devices;
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
        string? authorization = Request.Headers.Authorization;
        if (!BasicSignIn.IsMeant(authorization))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!BasicSignIn.TryRead(authorization, out var deviceId, out var secret) || !devices.TryAuthenticate(deviceId, secret, out var device))
        {
            return Task.FromResult(AuthenticateResult.Fail("No such device, or not its secret."));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, device.DeviceId), new Claim(CallerClaims.Kind, nameof(CallerKind.Device))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = BasicSignIn.Challenge;
        return TypedResults.Problem(
            "Sign in with HTTP Basic: the device's device_id and its secret.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }
}
