using System.Globalization;
using PlantCare.Contracts.Devices;

namespace PlantCare.Web.Devices;

/// <summary>Lines to paste into a shell, with what a new device needs in them.</summary>
internal static class TryLines
{
    private const string Reading = """{"soil_moisture": 41.5, "temperature": 22.4}""";

    /// <summary>
    /// The host as the person at the browser reaches it: what Api says it is, unless that is a name for itself only, as between containers
    /// or on one machine.
    /// </summary>
    public static string HostFor(MqttSettings mqtt, Uri browser) =>
        Uri.CheckHostName(mqtt.Host) is UriHostNameType.IPv4 or UriHostNameType.IPv6 && !System.Net.IPAddress.IsLoopback(System.Net.IPAddress.Parse(mqtt.Host.Trim('[', ']')))
            || mqtt.Host.Contains('.', StringComparison.Ordinal) && !IsLoopback(mqtt.Host)
            ? mqtt.Host
            : browser.Host;

    /// <summary>With Mosquitto's client.</summary>
    public static string Mosquitto(MqttSettings mqtt, string host) => string.Create(
        CultureInfo.InvariantCulture,
        $"mosquitto_pub -V 5 -q 1 -h {host} -p {mqtt.Port}{(mqtt.Tls ? " --tls-use-os-certs" : "")} -u {mqtt.Username} -P {mqtt.Password} -t {mqtt.Topic} -m '{Reading}'");

    /// <summary>With curl, to Api.</summary>
    public static string Curl(MqttSettings mqtt, string host, int apiPort) => string.Create(
        CultureInfo.InvariantCulture,
        $"curl -u {mqtt.Username}:{mqtt.Password} -H 'Content-Type: application/json' -d '{Reading}' http://{host}:{apiPort}/data");

    private static bool IsLoopback(string host) =>
        System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address);
}
