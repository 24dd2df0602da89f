using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PlantCare.Contracts.Devices;

/// <summary>
/// What the QR code of a device's sheet says: everything that it needs to sign in, as one address, which a telephone or the device's own camera
/// reads: <c>plantcare://basil-probe:SECRET@192.168.1.10:1883</c>, with <c>?tls=1</c> where the port speaks TLS. It holds the secret, so it can be
/// made only from the answer that shows it (<see cref="DeviceWithSecretResponse"/>), and a sheet is to be kept like a key.
/// </summary>
/// <param name="Host">The broker's host name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">Whether that port speaks TLS.</param>
/// <param name="DeviceId">The device's name on the wire, which is its user name.</param>
/// <param name="Secret">Its secret, which is its password.</param>
public sealed record DeviceLabel(string Host, int Port, bool Tls, string DeviceId, string Secret)
{
    /// <summary>What every such address begins with.</summary>
    public const string Scheme = "plantcare";

    /// <summary>The label of a device that was just added, or got a new secret.</summary>
    public static DeviceLabel Of(MqttSettings mqtt) => new(mqtt.Host, mqtt.Port, mqtt.Tls, mqtt.Username, mqtt.Password);

    /// <summary>Reads what a QR code says.</summary>
    /// <returns>False when it is no device's label.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DeviceLabel? label)
    {
        label = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme != Scheme || uri.Host.Length == 0 || uri.Port <= 0 || uri.AbsolutePath.Trim('/').Length > 0
            || uri.UserInfo.Split(':', 2) is not [{ Length: > 0 } deviceId, { Length: > 0 } secret]
            || !Domain.Devices.DeviceId.IsValid(deviceId)
            || uri.Query is not ("" or "?tls=1" or "?tls=0"))
        {
            return false;
        }

        label = new DeviceLabel(uri.Host.Trim('[', ']'), uri.Port, uri.Query == "?tls=1", deviceId, Uri.UnescapeDataString(secret));
        return true;
    }

    /// <summary>The address, as the QR code holds it.</summary>
    public string ToCode()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var port = Port.ToString(CultureInfo.InvariantCulture);
        return $"{Scheme}://{DeviceId}:{Uri.EscapeDataString(Secret)}@{host}:{port}{(Tls ? "?tls=1" : "")}";
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Scheme}://{DeviceId}@{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";
}
