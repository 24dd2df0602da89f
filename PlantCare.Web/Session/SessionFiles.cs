using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace PlantCare.Web.Session;

/// <summary>Sessions on disk, one protected file each, so that a restart of the dashboard signs nobody out.</summary>
internal sealed partial class SessionFiles
{
    private const string Extension = ".session";

    private readonly string _folder;
    private readonly IDataProtector _protector;
    private readonly ILogger<SessionFiles> _logger;

    public SessionFiles(WebSettings settings, IDataProtectionProvider protection, ILogger<SessionFiles> logger)
    {
        _folder = SessionFolder.Open(settings.DataFolder, "sessions").FullName;
        _protector = protection.CreateProtector("PlantCare.Web.Session");
        _logger = logger;
    }

    /// <summary>Writes a session; a crash leaves the old file or the new one, never half of one.</summary>
    public async Task WriteAsync(string id, WebSession session, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        var next = path + ".new";
        await File.WriteAllBytesAsync(next, _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(session)), cancellationToken);
        File.Move(next, path, overwrite: true);
    }

    /// <summary>The session of that name; null when there is none that can be read.</summary>
    public async Task<WebSession?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<WebSession>(_protector.Unprotect(await File.ReadAllBytesAsync(path, cancellationToken)));
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException or IOException)
        {
            // The keys were replaced, or the file was damaged: the person signs in again, and the file goes.
            Log.Unreadable(_logger, exception);
            Delete(id);
            return null;
        }
    }

    /// <summary>Forgets a session.</summary>
    public void Delete(string id)
    {
        try
        {
            File.Delete(PathOf(id));
        }
        catch (IOException exception)
        {
            Log.NotDeleted(_logger, exception);
        }
    }

    /// <summary>Deletes what has not been written for <paramref name="lifetime"/>, then the oldest until at most <paramref name="keep"/> are left.</summary>
    /// <returns>The names of the sessions that went.</returns>
    public IReadOnlyList<string> Sweep(DateTimeOffset now, TimeSpan lifetime, int keep)
    {
        var files = new DirectoryInfo(_folder).GetFiles("*" + Extension);
        Array.Sort(files, (left, right) => right.LastWriteTimeUtc.CompareTo(left.LastWriteTimeUtc));
        var gone = new List<string>();
        for (var i = 0; i < files.Length; i++)
        {
            if (i >= keep || files[i].LastWriteTimeUtc < (now - lifetime).UtcDateTime)
            {
                var id = Path.GetFileNameWithoutExtension(files[i].Name);
                Delete(id);
                gone.Add(id);
            }
        }

        return gone;
    }

    private string PathOf(string id) => Path.Combine(_folder, id + Extension);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A session file cannot be read any more; its owner has to sign in again")]
        public static partial void Unreadable(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Warning, "A session file cannot be deleted; it expires by itself")]
        public static partial void NotDeleted(ILogger logger, Exception exception);
    }
}
