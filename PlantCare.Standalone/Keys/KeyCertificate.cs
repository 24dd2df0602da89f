using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Standalone.Tls;

namespace PlantCare.Standalone.Keys;

/// <summary>
/// The certificate that encrypts the keys of tokens and cookies at home where no other is named: made at the first start and kept in a file
/// of its own, which a copy of the data folder can leave out.
/// </summary>
internal static class KeyCertificate
{
    private const int KeyBits = 2_048;

    /// <summary>Nobody asks whether it is over; it never is.</summary>
    private const int Years = 1_000;

    /// <summary>Makes the file where there is none.</summary>
    /// <exception cref="StartUpException">It cannot be written.</exception>
    public static void Ensure(string path, TimeProvider time)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            using var key = RSA.Create(KeyBits);
            var request = new CertificateRequest("CN=PlantCare keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: true));
            using var made = request.CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddYears(Years));
            PemFile.Write(path, made, key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StartUpException.Environment(
                $"the certificate for keys {path} cannot be made ({exception.Message.TrimEnd('.')}). Make the folder writable, or name one with Keys__Certificate.", exception);
        }
    }
}
