using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PlantCare.ServiceDefaults.Certificates;
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

    /// <summary>The folder's certificate, made anew where there is none or its time is over.</summary>
    /// <exception cref="StartUpException">The folder cannot be written, or what is in it is no certificate.</exception>
    public static X509Certificate2 Open(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, "plantcare.pem");
        try
        {
            if (File.Exists(path))
            {
                var kept = CertificateFile.Read(path).Leaf;
                if (time.GetLocalNow().DateTime < kept.NotAfter)
                {
                    return kept;
                }
            }

            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var made = Make(key, time.GetUtcNow());
            Directory.CreateDirectory(folder);
            PemFile.Write(path, made, key);
            return CertificateFile.Read(path).Leaf;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw StartUpException.Environment(
                $"the generated certificate {path} cannot be made or read ({exception.Message.TrimEnd('.')}). Make the folder writable, or delete the file to have it made anew.",
                exception);
        }
    }

    private static X509Certificate2 Make(ECDsa key, DateTimeOffset now)
    {
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
}
