using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Web.Session;

/// <summary>Folders for secrets: nobody but this account may look inside.</summary>
internal static class SessionFolder
{
    /// <exception cref="StartUpException">The folder cannot be made.</exception>
    public static DirectoryInfo Open(string root, string name)
    {
        var path = Path.Combine(root, name);
        try
        {
            return OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(path)
                : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StartUpException.Environment(
                $"the folder {path} cannot be made ({exception.Message.TrimEnd('.')}). Make {root} writable, or name another with Web__DataPath.",
                exception);
        }
    }
}
