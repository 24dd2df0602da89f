using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PlantCare.Standalone.Tls;

/// <summary>Gives HTTPS its certificate.</summary>
internal static class TlsRegistration
{
    /// <summary>For every address that begins with <c>https</c>.</summary>
    public static void UseCertificate(this WebApplicationBuilder builder, ServerCertificate? certificate)
    {
        if (certificate is not null)
        {
            builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ServerCertificate = certificate.Leaf;
                https.ServerCertificateChain = certificate.Chain;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            }));
        }
    }
}
