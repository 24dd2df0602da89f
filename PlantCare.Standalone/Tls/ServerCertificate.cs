using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PlantCare.ServiceDefaults.Certificates;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Standalone.Tls;

/// <summary>The certificate that the home edition shows to browsers and devices.</summary>
/// <param name="Leaf">With its key.</param>
/// <param name="Chain">Those between it and its root.</param>
internal sealed record ServerCertificate(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    /// <summary>As people and devices compare it: SHA-256, <c>AB:CD:…</c>.</summary>
    public string Fingerprint => string.Join(':', Leaf.GetCertHash(HashAlgorithmName.SHA256).Select(part => part.ToString("X2", null)));

    /// <returns>Null when nothing is to be encrypted.</returns>
    /// <exception cref="StartUpException">The settings contradict each other, or a file cannot be used.</exception>
    public static ServerCertificate? Open(TlsSettings settings, DataFolder folder, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(settings.Certificate))
        {
            return settings switch
            {
                { Key.Length: > 0 } or { Password.Length: > 0 } => throw StartUpException.Configuration(
                    "Tls__Key and Tls__Password say how to open a certificate, but Tls__Certificate names none."),
                { Generate: true } => new ServerCertificate(LocalCertificate.Open(folder.Tls, time), []),
                _ => null,
            };
        }

        try
        {
            var (leaf, chain) = CertificateFile.Read(settings.Certificate, settings.Key, settings.Password);
            var now = time.GetLocalNow().DateTime;
            return now < leaf.NotBefore || now >= leaf.NotAfter
                ? throw StartUpException.Configuration(
                    $"the certificate {settings.Certificate} is valid from {leaf.NotBefore:yyyy-MM-dd} to {leaf.NotAfter:yyyy-MM-dd}. Renew it, or set this machine's clock.")
                : new ServerCertificate(leaf, chain);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw StartUpException.Configuration(
                $"the certificate {settings.Certificate} cannot be used ({exception.Message.TrimEnd('.')}). Tls__Certificate must name a PEM file, with its key in "
                + "it or in Tls__Key, or a .pfx file; Tls__Password opens either.");
        }
    }
}
