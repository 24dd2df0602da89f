using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlantCare.ServiceDefaults.Certificates;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.ServiceDefaults.Keys;

/// <summary>Encrypts the keys of data protection where they are kept (docs/decisions/0021); where that is, the caller says.</summary>
public static class KeyProtection
{
    /// <summary>The framework's own warning, which comes with every start and says nothing of what to do; ours does.</summary>
    private const string FrameworkWarning = "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager";

    /// <summary>Adds data protection as the section <c>Keys</c> says.</summary>
    /// <exception cref="StartUpException">A certificate cannot be used.</exception>
    public static IDataProtectionBuilder AddProtectedKeys(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.ReadSettings<KeySettings>(KeySettings.Section);
        var keys = builder.Services.AddDataProtection().SetApplicationName("PlantCare");
        if (!string.IsNullOrWhiteSpace(settings.OldCertificate))
        {
            keys.UnprotectKeysWithAnyCertificate(Open(nameof(settings.OldCertificate), settings.OldCertificate, settings.Password));
        }

        if (string.IsNullOrWhiteSpace(settings.Certificate))
        {
            builder.Logging.AddFilter(FrameworkWarning, LogLevel.Error);
            builder.Services.AddHostedService<PlainKeysWarning>();
            return keys;
        }

        return keys.ProtectKeysWithCertificate(Open(nameof(settings.Certificate), settings.Certificate, settings.Password));
    }

    private static X509Certificate2 Open(string setting, string file, string? password)
    {
        try
        {
            var certificate = CertificateFile.Read(file, key: null, password).Leaf;
            using var key = certificate.GetRSAPrivateKey() ?? throw new CryptographicException("its key is not RSA, which XML encryption needs");
            return certificate;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw StartUpException.Configuration(
                $"the certificate of Keys__{setting} cannot be used ({exception.Message.TrimEnd('.')}). Name a PEM file with its RSA key in it, or a .pfx file; Keys__Password opens either.",
                exception);
        }
    }
}
