namespace PlantCare.Storage;

/// <summary>How much room files take. What goes while it is looked at counts nothing.</summary>
internal static class FileSize
{
    /// <summary>A SQLite file and the log beside it.</summary>
    public static long WithJournal(string file) => Of(file) + Of(file + "-wal");

    /// <summary>A folder with all that is below it.</summary>
    public static FolderReport OfFolder(string folder)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return new FolderReport(Directory.EnumerateFiles(folder, "*", everything).Sum(Of), new DriveInfo(folder).AvailableFreeSpace);
    }

    private static long Of(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true } found ? found.Length : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
