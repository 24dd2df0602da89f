using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Standalone.Tls;

/// <summary>
/// A certificate that nobody vouches for: browsers warn once, devices compare its fingerprint. It is made once and kept, because a device in
/// a pot cannot be asked to trust another one every year.
/// </summary>
internal static class LocalCertificate
{
    private const int Years = 10;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder's certificate, made anew where there is none or its time is over.</summary>
    /// <exception cref="StartUpException">The folder cannot be written, or what is in it is no certificate.</exception>
    public static X509Certificate2 Open(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, "plantcare.pem");
        try
        {
            if (File.Exists(path))
            {
                using var kept = X509Certificate2.CreateFromPemFile(path);
                if (time.GetLocalNow().DateTime < kept.NotAfter)
                {
                    return Usable(kept);
                }
            }

            using var made = Make(time.GetUtcNow());
            Directory.CreateDirectory(folder);
            Write(path, made);
            return Usable(made);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw StartUpException.Environment(
                $"the generated certificate {path} cannot be made or read ({exception.Message.TrimEnd('.')}). Make the folder writable, or delete the file to have it made anew.",
                exception);
        }
    }

    /// <summary>With its key where every system's TLS finds it: Windows' does not take one that came as PEM.</summary>
    public static X509Certificate2 Usable(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);

    private static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var host = Dns.GetHostName();
        var request = new CertificateRequest(new X500DistinguishedName("CN=PlantCare"), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in (string[])[.. new[] { "localhost", host, host + ".local" }.Distinct(StringComparer.OrdinalIgnoreCase)])
        {
            names.AddDnsName(name);
        }

        foreach (var address in Addresses())
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
    }

    private static IPAddress[] Addresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address is { AddressFamily: AddressFamily.InterNetwork } or { IsIPv6LinkLocal: false })
            .Append(IPAddress.Loopback)
            .Distinct(),
    ];

    // Complete or not at all, and from its first byte for this account's eyes only.
    private static void Write(string path, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
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
