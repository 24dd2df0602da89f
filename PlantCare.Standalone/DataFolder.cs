using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Standalone;

/// <summary>The folder with the databases and the keys. One process at a time: the lock goes when the process does, however it goes.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The setting that names it.</summary>
    public const string Key = "PLANTCARE_DATA";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The relational database's connection string.</summary>
    public string ConnectionString => $"Data Source={System.IO.Path.Combine(Path, "plantcare.db")}";

    /// <summary>Where the keys are that protect tokens and cookies.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>The certificate that those keys are encrypted with, unless another one is named.</summary>
    public string KeyCertificate => System.IO.Path.Combine(Path, "keys.pem");

    /// <summary>Where the certificate is that PlantCare makes for itself.</summary>
    public string Tls => System.IO.Path.Combine(Path, "tls");

    /// <summary>Where Web keeps its sessions.</summary>
    public string Web => System.IO.Path.Combine(Path, "web");

    /// <exception cref="StartUpException">The folder cannot be made or written, or another PlantCare is using it.</exception>
    public static DataFolder Open(string? configured)
    {
        var path = System.IO.Path.GetFullPath(string.IsNullOrWhiteSpace(configured) ? DefaultPath() : configured);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                // For this account only: there are password hashes in it.
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }

        return new DataFolder(path, Lock(path));
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, "plantcare.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw CannotWrite(path, exception);
        }
        catch (IOException exception) when (File.Exists(System.IO.Path.Combine(path, "plantcare.lock")))
        {
            throw StartUpException.Environment(
                $"another PlantCare is using the folder {path}. Stop it, or give this one a folder of its own with {Key}.", exception);
        }
        catch (IOException exception)
        {
            throw CannotWrite(path, exception);
        }
    }

    private static StartUpException CannotWrite(string path, Exception exception) => StartUpException.Environment(
        $"the folder {path} cannot be written ({exception.Message.TrimEnd('.')}). Make it writable, or name another one with {Key}.", exception);

    private static string DefaultPath()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? System.IO.Path.Combine(data, "plantcare")
            : throw StartUpException.Environment($"this account has no folder for data. Name one with {Key}.");
    }
}
