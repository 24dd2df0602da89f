using System.Net.Http.Headers;
using System.Text;

namespace PlantCare.Contracts.Devices;

/// <summary>How a device signs in over HTTP: Basic (RFC 7617), its <c>device_id</c> and its secret, UTF-8, the same as over MQTT.</summary>
public static class BasicSignIn
{
    /// <summary>What a 401 answers in <c>WWW-Authenticate</c>.</summary>
    public const string Challenge = "Basic realm=\"PlantCare\", charset=\"UTF-8\"";

    private const string Scheme = "Basic";

    /// <summary>Whether an <c>Authorization</c> header means this way to sign in, readable or not.</summary>
    public static bool IsMeant(string? authorization) =>
        AuthenticationHeaderValue.TryParse(authorization, out var header) && Scheme.Equals(header.Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the <c>Authorization</c> header; false when it is anything else.</summary>
    public static bool TryRead(string? authorization, out string deviceId, out string secret)
    {
        (deviceId, secret) = ("", "");
        if (!IsMeant(authorization))
        {
            return false;
        }

        var parameter = AuthenticationHeaderValue.Parse(authorization!).Parameter;
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
