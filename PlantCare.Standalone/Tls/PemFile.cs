using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PlantCare.Standalone.Tls;

/// <summary>Keeps a certificate and its key in one file.</summary>
internal static class PemFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes it: complete or not at all, and from its first byte for this account's eyes only.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(path + ".new", options))
        {
            writer.WriteLine(certificate.ExportCertificatePem());
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
