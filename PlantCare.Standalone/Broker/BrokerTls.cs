using System.Net.Security;
using System.Security.Authentication;
using PlantCare.Standalone.Tls;

namespace PlantCare.Standalone.Broker;

/// <summary>TLS for devices, where there is a certificate.</summary>
/// <param name="certificate">Null without one.</param>
internal sealed class BrokerTls(ServerCertificate? certificate)
{
    private readonly SslServerAuthenticationOptions? _options = certificate is null ? null : new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Leaf, certificate.Chain, offline: true),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateRequired = false,
    };

    /// <summary>Whether there is a certificate.</summary>
    public bool IsOn => _options is not null;

    /// <summary>Shakes hands, within a time: whoever is silent holds a place that others need.</summary>
    public async Task<Stream> SecureAsync(Stream bytes, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var tooLate = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellationToken);
        var secure = new SslStream(bytes, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsServerAsync(_options!, either.Token);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
