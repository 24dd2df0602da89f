using System.Globalization;
using System.Runtime.InteropServices;

namespace PlantCare.Standalone;

/// <summary>
/// Gives back what only starting needed, and garbage that nobody comes by for: an idle home allocates so little that the collector might not
/// come for hours, and Linux keeps what was once read of a program's files in memory until somebody else wants it. A Raspberry Pi has not much.
/// </summary>
internal static class IdleMemory
{
    /// <summary>By then the first pages have been asked for; after as long again, what runs by the clock has run once.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Linux 5.4; whatever is needed again is read from the file again.
    private const int PageOut = 21;

    /// <summary>Goes on until cancelled. While there is so much to do that the collector comes by itself, it leaves that to it.</summary>
    public static async Task WatchAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        for (var pass = 1; pass <= 2 && await WaitAsync(StartUp); pass++)
        {
            Return();
        }

        for (var seen = GC.CollectionCount(0); await WaitAsync(Interval); seen = GC.CollectionCount(0))
        {
            if (GC.CollectionCount(0) == seen)
            {
                Collect();
            }
        }

        async Task<bool> WaitAsync(TimeSpan interval)
        {
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !cancellationToken.IsCancellationRequested;
        }
    }

    /// <summary>Gives back garbage, what was read of files and is not in use, and what the C library holds free.</summary>
    public static void Return()
    {
        Collect();
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            foreach (var (start, length) in File.ReadLines("/proc/self/maps").Select(UnchangedFile).OfType<(nint, nint)>().ToList())
            {
                // A kernel that does not know it says so and changes nothing.
                _ = Advise(start, length, PageOut);
            }

            _ = Trim(0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or EntryPointNotFoundException)
        {
            // No /proc, or another C library than glibc: then the memory stays.
        }
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>The stretch of memory that a line of <c>/proc/self/maps</c> tells of, when it is a file's and can only be read.</summary>
    public static (nint Start, nint Length)? UnchangedFile(string line)
    {
        // 7f2c1a000000-7f2c1a021000 r--p 00000000 08:01 1048602    /opt/plantcare/MudBlazor.dll
        var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts is not [var range, ['r', '-', ..], _, _, _, ['/', .. var file]]
            || file.EndsWith(" (deleted)", StringComparison.Ordinal)
            || range.Split('-') is not [var first, var end]
            || !nint.TryParse(first, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from)
            || !nint.TryParse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to))
        {
            return null;
        }

        return (from, to - from);
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nint keep);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint start, nint length, int advice);
}
