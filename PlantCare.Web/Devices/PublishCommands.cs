using System.Globalization;
using PlantCare.Contracts.Devices;

namespace PlantCare.Web.Devices;

/// <summary>Lines to paste into a terminal that send one reading.</summary>
internal static class PublishCommands
{
    private const string Sample = """{"soil_moisture":42,"temperature":21.5,"humidity":48}""";

    /// <summary>With Mosquitto's client: MQTT 5, and acknowledged, so that a refusal is seen.</summary>
    public static string Mosquitto(MqttSettings mqtt, string host) => string.Join(' ',
    [
        "mosquitto_pub -V 5 -q 1",
        "-h", Quote(host),
        "-p", mqtt.Port.ToString(CultureInfo.InvariantCulture),
        .. mqtt.Tls ? ["--tls-use-os-certs"] : Array.Empty<string>(),
        "-u", Quote(mqtt.Username),
        "-P", Quote(mqtt.Password),
        "-t", Quote(mqtt.Topic),
        "-m", Quote(Sample),
    ]);

    /// <summary>With curl.</summary>
    public static string Curl(string deviceId, string secret, Uri api) => string.Join(' ',
    [
        "curl -i",
        "-u", Quote($"{deviceId}:{secret}"),
        "-H", Quote("Content-Type: application/json"),
        "-d", Quote(Sample),
        Quote(new Uri(api, "/data").AbsoluteUri),
    ]);

    /// <summary>One word to a POSIX shell, whatever is in it: in single quotes nothing is special but the single quote itself.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-' or ':') && word[0] != '-'
            ? word
            : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
