using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using PlantCare.Standalone;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>What the home edition gives back while nobody needs it.</summary>
public sealed class IdleMemoryTests
{
    private const int Length = 4 * 1024 * 1024;

    [Theory]
    [InlineData("7f2c1a000000-7f2c1a021000 r--p 00000000 08:01 1048602    /opt/plant care/MudBlazor.dll")]
    [InlineData("7f2c1a000000-7f2c1a021000 r-xp 00021000 08:01 1048602 /opt/libcoreclr.so")]
    [InlineData("7f2c1a000000-7f2c1a021000 r--s 00000000 08:01 1048602 /opt/MudBlazor.dll")]
    public void UnchangedFile_isOneThatIsOnlyRead(string line) =>
        Assert.Equal((unchecked((nint)0x7f2c1a000000), 0x21000), IdleMemory.UnchangedFile(line));

    [Theory]
    [InlineData("7f2c1a000000-7f2c1a021000 rw-p 00000000 08:01 1048602 /opt/MudBlazor.dll")]
    [InlineData("7f2c1a000000-7f2c1a021000 ---p 00000000 08:01 1048602 /opt/MudBlazor.dll")]
    [InlineData("7f2c1a000000-7f2c1a021000 r-xs 00000000 00:01 2046 /memfd:doublemapper (deleted)")]
    [InlineData("7f2c1a000000-7f2c1a021000 r--p 00000000 00:00 0")]
    [InlineData("7ffd5c9f0000-7ffd5c9f4000 r--p 00000000 00:00 0 [vvar]")]
    [InlineData("")]
    public void UnchangedFile_isNothingElse(string line) => Assert.Null(IdleMemory.UnchangedFile(line));

    [Fact]
    public void Return_gives_back_what_was_read_of_files_and_keeps_what_was_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux is told which memory to give back.");
        using var folder = new TempFolder();
        var path = folder.File("library.dll");
        using (var file = File.Create(path))
        {
            file.Write(Enumerable.Range(0, Length).Select(i => (byte)(i % 251)).ToArray());
            file.Flush(flushToDisk: true);
        }

        using var mapped = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        using var read = mapped.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        using var copied = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        using var written = copied.CreateViewAccessor(0, Length, MemoryMappedFileAccess.CopyOnWrite);
        Sum(read);
        written.Write(4096, (byte)252);
        var before = ResidentOf(path, "r--");

        IdleMemory.Return();

        Assert.InRange(ResidentOf(path, "r--"), 0, before / 2);
        Assert.Equal(Enumerable.Range(0, Length).Sum(i => (long)(i % 251)), Sum(read));
        Assert.Equal(252, written.ReadByte(4096));
    }

    [Fact]
    public async Task Watch_gives_back_by_itself_and_ends_when_told_to()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var garbage = Forgotten();

        var watching = IdleMemory.WatchAsync(new HastyTime { Speed = 200 }, stop.Token);

        await Until.TrueAsync(() => Task.FromResult(!garbage.IsAlive), stop.Token);

        Assert.False(watching.IsCompleted);
        await stop.CancelAsync();
        await watching;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forgotten()
    {
        // Old enough to be left alone by all but a full collection.
        var kept = new object();
        var weak = new WeakReference(kept);
        while (GC.GetGeneration(kept) < GC.MaxGeneration)
        {
            GC.Collect();
        }

        return weak;
    }

    private static long Sum(MemoryMappedViewAccessor view)
    {
        var all = new byte[Length];
        view.ReadArray(0, all, 0, Length);
        return all.Sum(value => (long)value);
    }

    // Kilobytes.
    private static long ResidentOf(string path, string permissions)
    {
        var lines = File.ReadAllLines("/proc/self/smaps");
        return lines.Select((line, index) => (line, index))
            .Where(at => at.line.EndsWith(path, StringComparison.Ordinal) && at.line.Contains($" {permissions}", StringComparison.Ordinal))
            .Sum(at => long.Parse(
                lines.Skip(at.index).First(line => line.StartsWith("Rss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                System.Globalization.CultureInfo.InvariantCulture));
    }
}
