using System.Globalization;
using PlantCare.Simulator.Model;

namespace PlantCare.Simulator.CommandLine;

/// <summary>An argument that cannot be taken.</summary>
/// <param name="message">Names it and says what it expects.</param>
internal sealed class ArgumentFault(string message) : Exception(message);

/// <summary>What the command line, or the environment, asks for.</summary>
/// <param name="Broker">Where to publish.</param>
/// <param name="DeviceId">As which device; null for the demo garden, which adds its own.</param>
/// <param name="Secret">The device's secret.</param>
/// <param name="Pot">Which plant.</param>
/// <param name="Seed">Which of its possible courses.</param>
/// <param name="Every">How often it publishes.</param>
/// <param name="Speed">How much faster than the clock it lives.</param>
/// <param name="History">How much of its past is published first.</param>
/// <param name="HistoryOnly">Ends then.</param>
/// <param name="Api">Where Api is, for the demo garden.</param>
/// <param name="Email">The garden's owner.</param>
/// <param name="Password">Their password.</param>
/// <param name="Register">Makes that account when Api does not know it.</param>
/// <param name="Help">Print the help.</param>
internal sealed record SimulatorOptions(
    BrokerAddress Broker,
    string? DeviceId,
    string? Secret,
    PotProfile Pot,
    int Seed,
    TimeSpan Every,
    double Speed,
    TimeSpan History,
    bool HistoryOnly,
    Uri? Api,
    string? Email,
    string? Password,
    bool Register,
    bool Help)
{
    public const string HelpText =
        """
        plantcare-sim: virtual plants that publish what they measure.

        One device, added on the dashboard:
          plantcare-sim --broker mqtt://DEVICE_ID:SECRET@localhost:1883 [--pot basil|monstera|chili]

        The demo's three plants in an account of yours:
          plantcare-sim --broker mqtt://localhost:1883 --api http://localhost:5004 --email you@example.com --password …

          --register        makes the account when there is none
          --every 5s        how often it publishes
          --speed 1         how much faster than the clock the plant lives
          --seed 1          which of its possible courses; the same seed, the same course
          --history 14d     how much of its past is published first (none unless given)
          --history-only    end then

        ConnectionStrings__mqtt, services__api__http__0, SIMULATOR_EMAIL and SIMULATOR_PASSWORD say the same in the environment.
        """;

    /// <exception cref="ArgumentFault">An argument is unknown, missing or malformed.</exception>
    public static SimulatorOptions Parse(string[] args, Func<string, string?> environment)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            switch (name)
            {
                case "--help" or "-h" or "--history-only" or "--register":
                    values[name] = "";
                    break;
                case "--broker" or "--pot" or "--seed" or "--every" or "--speed" or "--history" or "--api" or "--email" or "--password":
                    values[name] = i + 1 < args.Length ? args[++i] : throw new ArgumentFault($"{name} needs a value.");
                    break;
                default:
                    throw new ArgumentFault($"'{name}' is not an argument. Try --help.");
            }
        }

        string? Value(string name, string? variable = null) => values.GetValueOrDefault(name) ?? (variable is null ? null : environment(variable));

        var help = values.ContainsKey("--help") || values.ContainsKey("-h");
        var (broker, user, secret) = ParseBroker(Value("--broker", "ConnectionStrings__mqtt") ?? (help ? "mqtt://localhost" : null));
        var api = Value("--api", "services__api__http__0");
        var options = new SimulatorOptions(
            broker,
            api is null ? user : null,
            secret,
            ParsePot(Value("--pot") ?? PotProfile.Basil.Key),
            ParseNumber<int>("--seed", Value("--seed") ?? "1", number => true, "a whole number"),
            ParseDuration("--every", Value("--every") ?? "5s"),
            ParseNumber<double>("--speed", Value("--speed") ?? "1", number => number is > 0 and <= 10_000, "a number above 0, at most 10000"),
            Value("--history") is { } history ? ParseDuration("--history", history) : TimeSpan.Zero,
            values.ContainsKey("--history-only"),
            api is null ? null : ParseApi(api),
            Value("--email", "SIMULATOR_EMAIL"),
            Value("--password", "SIMULATOR_PASSWORD"),
            values.ContainsKey("--register"),
            help);
        if (!help && options.Api is null && (options.DeviceId is null || options.Secret is null))
        {
            throw new ArgumentFault("--broker needs the device's id and secret, as in mqtt://DEVICE_ID:SECRET@localhost:1883; or give --api, --email and --password.");
        }

        if (!help && options.Api is not null && (options.Email is null || options.Password is null))
        {
            throw new ArgumentFault("--api needs --email and --password too.");
        }

        return options;
    }

    private static (BrokerAddress Address, string? User, string? Secret) ParseBroker(string? text)
    {
        if (text is null)
        {
            throw new ArgumentFault("--broker is missing: where shall it publish? Try --help.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("mqtt" or "mqtts") || uri.Host.Length == 0)
        {
            throw new ArgumentFault("--broker must be like mqtt://DEVICE_ID:SECRET@localhost:1883.");
        }

        var useTls = uri.Scheme == "mqtts";
        var parts = uri.UserInfo.Split(':', 2);
        return (
            new BrokerAddress(uri.IdnHost, uri.Port > 0 ? uri.Port : useTls ? 8883 : 1883, useTls),
            parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null,
            parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null);
    }

    private static PotProfile ParsePot(string key) =>
        PotProfile.All.FirstOrDefault(pot => pot.Key == key)
        ?? throw new ArgumentFault($"--pot is '{key}' but must be one of {string.Join(", ", PotProfile.All.Select(pot => pot.Key))}.");

    private static Uri ParseApi(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new ArgumentFault($"--api is '{text}' but must be like http://localhost:5004.");

    private static T ParseNumber<T>(string name, string text, Predicate<T> isPossible, string expected)
        where T : struct, IParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var number) && isPossible(number)
            ? number
            : throw new ArgumentFault($"{name} is '{text}' but must be {expected}.");

    private static TimeSpan ParseDuration(string name, string text)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        double? seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => null };
        return seconds is { } factor && double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000
            ? TimeSpan.FromSeconds(number * factor)
            : throw new ArgumentFault($"{name} is '{text}' but must be like 5s, 10m, 2h or 14d.");
    }
}
