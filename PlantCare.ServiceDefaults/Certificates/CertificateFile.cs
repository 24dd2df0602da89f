using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PlantCare.ServiceDefaults.Certificates;

/// <summary>A certificate with its key, as people keep it in files.</summary>
/// <param name="Leaf">With its key.</param>
/// <param name="Chain">Those between it and its root, where the file has them.</param>
public sealed record CertificateFile(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    private const string PemBeginning = "-----BEGIN";

    private static readonly string[] PfxNames = [".pfx", ".p12"];

    /// <summary>Reads a file: PFX by its name's end (<c>.pfx</c>, <c>.p12</c>), otherwise PEM. Text that is PEM itself is read as such.</summary>
    /// <param name="file">Its path, or its PEM text.</param>
    /// <param name="key">The PEM file with the key, where that is a file of its own.</param>
    /// <param name="password">What opens the PFX file or the key.</param>
    /// <exception cref="CryptographicException">It is no certificate, has no key, or the password is wrong.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static CertificateFile Read(string file, string? key = null, string? password = null)
    {
        if (file.TrimStart().StartsWith(PemBeginning, StringComparison.Ordinal))
        {
            return FromPem(file, file, password);
        }

        if (Array.Exists(PfxNames, end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
        {
            return FromPfx(file, password);
        }

        var text = File.ReadAllText(file);
        return FromPem(text, string.IsNullOrWhiteSpace(key) ? text : File.ReadAllText(key), password);
    }

    private static CertificateFile FromPfx(string file, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password);
        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("it has no private key");
        return new CertificateFile(own, [.. all.Where(certificate => !ReferenceEquals(certificate, own))]);
    }

    private static CertificateFile FromPem(string text, string key, string? password)
    {
        using var pem = string.IsNullOrEmpty(password)
            ? X509Certificate2.CreateFromPem(text, key)
            : X509Certificate2.CreateFromEncryptedPem(text, key, password);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(text);
        chain.RemoveAt(0);

        // With its key where every system's TLS finds it: Windows' does not take one that came as PEM.
        return new CertificateFile(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null), chain);
    }
}
