using System.Runtime.CompilerServices;

namespace PlantCare.Tests.Infrastructure;

/// <summary>
/// All tests come from one address and make more accounts in a minute than any person does. Every host and process of theirs takes this from
/// the environment; who tests a limit sets it.
/// </summary>
internal static class TestLimits
{
    [ModuleInitializer]
    public static void Widen()
    {
        foreach (var limit in (string[])["Address", "Anonymous", "SignIn", "Account", "Key", "Device"])
        {
            Environment.SetEnvironmentVariable($"RateLimits__{limit}PerMinute", "10000000");
        }
    }
}
