using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.ServiceDefaults.Settings;

/// <summary>
/// Settings that are files, as Docker, Podman and Kubernetes hand over secrets: the file's name is the key, <c>ConnectionStrings__mqtt</c>,
/// and its content the value, without the line's end.
/// </summary>
public static class SecretFiles
{
    /// <summary>Where container engines put them.</summary>
    public const string DefaultFolder = "/run/secrets";

    /// <summary>Adds the files of a folder, where there is one. What the environment or an argument says counts more.</summary>
    /// <param name="configuration">What to add them to.</param>
    /// <param name="folder">The folder; files in folders below it are not read.</param>
    /// <exception cref="StartUpException">A file cannot be read.</exception>
    public static void AddSecretFiles(this IConfigurationManager configuration, string folder = DefaultFolder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            // First, so that every other source overrides it.
            configuration.Sources.Insert(0, new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(folder) });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StartUpException.Environment(
                $"the secrets in {folder} cannot be read ({exception.Message.TrimEnd('.')}). Let this account read every file there.", exception);
        }
    }
}
