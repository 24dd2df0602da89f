namespace PlantCare.Tests.Infrastructure;

/// <summary>What a test needs of the machine. Without it the test is skipped, except in CI, where nothing may be missing.</summary>
internal static class Require
{
    private static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public static void File(string path) => That(System.IO.File.Exists(path), $"{path} is not on this machine");

    public static void That(bool condition, string reason)
    {
        if (condition)
        {
            return;
        }

        Assert.False(IsCi, $"{reason}, and in CI it must be");
        Assert.Skip(reason);
    }
}
