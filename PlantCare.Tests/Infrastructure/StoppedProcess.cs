using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PlantCare.Tests.Infrastructure;

/// <summary>Lets a server hang: it keeps its connections, and does nothing any more.</summary>
internal static class StoppedProcess
{
    private const int SigStop = 19;
    private const int SigContinue = 18;

    /// <summary>Stops it. The signal only asks: it is waited for until no thread runs any more, or one could still answer.</summary>
    public static async Task StopAsync(Process process)
    {
        _ = Kill(process.Id, SigStop);
        await Until.TrueAsync(() => Task.FromResult(HasStopped(process.Id)), CancellationToken.None);
    }

    /// <summary>Lets it go on where it was.</summary>
    public static void Continue(Process process) => _ = Kill(process.Id, SigContinue);

    private static bool HasStopped(int process) =>
        Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task")).All(HasThreadStopped);

    // 'pid (name) T …'; a name may hold anything, parentheses too.
    private static bool HasThreadStopped(string thread)
    {
        try
        {
            var said = File.ReadAllText(Path.Combine(thread, "stat"));
            return said[(said.LastIndexOf(')') + 1)..].TrimStart() is ['T' or 't' or 'Z' or 'X', ..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The thread has ended meanwhile.
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
