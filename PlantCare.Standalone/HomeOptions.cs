using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Standalone;

/// <summary>What the command line says. Everything else is configuration: environment variables, or <c>--Section:Key=value</c>.</summary>
/// <param name="Demo">Create a demo owner with three plants and run virtual devices.</param>
/// <param name="Help">Print what there is to say, and end.</param>
/// <param name="Settings">The rest, for the configuration.</param>
internal sealed record HomeOptions(bool Demo, bool Help, string[] Settings)
{
    /// <exception cref="StartUpException">An argument that nobody knows.</exception>
    public static HomeOptions Parse(IEnumerable<string> args)
    {
        var options = new HomeOptions(Demo: false, Help: false, []);
        foreach (var arg in args)
        {
            options = arg switch
            {
                "--demo" => options with { Demo = true },
                "--no-demo" => options with { Demo = false },
                "-h" or "--help" => options with { Help = true },
                _ when arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal) =>
                    options with { Settings = [.. options.Settings, arg] },
                _ => throw StartUpException.Configuration($"'{arg}' is not an argument. Try --help."),
            };
        }

        return options;
    }
}
