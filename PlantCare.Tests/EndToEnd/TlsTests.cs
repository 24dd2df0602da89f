using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>The home edition with a certificate: what is encrypted, with what, and what is not to be had in plain any more.</summary>
public sealed partial class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generated_certificate_is_shown_kept_and_used_for_pages_and_devices()
    {
        string fingerprint;
        await using (var home = await StartAsync(("Tls__Generate", "true")))
        {
            fingerprint = Fingerprint().Match(home.Output).Groups["value"].Value;
            Assert.Equal("https", home.Web.Scheme);
            Assert.Equal("https", home.Api.Scheme);
            Assert.Equal(fingerprint, await FingerprintAsync(home.Web.Port));
            Assert.Equal(fingerprint, await FingerprintAsync(home.Api.Port));
            Assert.Equal(fingerprint, await FingerprintAsync(TlsPort(home)));

            using var browser = Browser(home.Web, fingerprint);
            using var page = await browser.GetAsync(new Uri("/register", UriKind.Relative), Cancellation);
            page.EnsureSuccessStatusCode();
            Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in (string[])[Path.Combine(_folder.Path, "tls", "plantcare.pem"), _folder.File("keys.pem")])
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        var keys = Directory.GetFiles(_folder.File("keys")).Concat(Directory.GetFiles(Path.Combine(_folder.Path, "web", "keys"))).ToList();
        Assert.True(keys.Count >= 2, $"There are {keys.Count} keys of tokens and cookies.");
        Assert.All(keys, key => Assert.Contains("EncryptedData", File.ReadAllText(key), StringComparison.Ordinal));

        await using var again = await StartAsync(("Tls__Generate", "true"));
        Assert.Equal(fingerprint, Fingerprint().Match(again.Output).Groups["value"].Value);
    }

    [Fact]
    public async Task Browser_that_came_over_HTTPS_is_told_to_come_by_nothing_else()
    {
        await using var home = await StartAsync(("Tls__Generate", "true"));
        using var browser = Browser(home.Web, Fingerprint().Match(home.Output).Groups["value"].Value);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in?existing=true");
        request.Headers.Host = "plants.example";

        using var answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal("max-age=2592000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task Device_signs_in_over_TLS_and_publishes()
    {
        var (certificate, key) = await WriteCertificateAsync();
        await using var home = await StartAsync(("Tls__Certificate", certificate), ("Tls__Key", key), ("Api__Urls", "http://127.0.0.1:0"));
        using var owner = await HomeOwner.RegisterAsync(home.Api, cancellationToken: Cancellation);
        var (plant, device) = await owner.AddPlantWithDeviceAsync("Fern", Cancellation);
        using var root = X509CertificateLoader.LoadCertificateFromFile(certificate);

        Assert.True(device.Mqtt.Tls);
        Assert.Equal(TlsPort(home), device.Mqtt.Port);
        await using var client = await MqttDevice.ConnectAsync(
            device.Mqtt.Port,
            device,
            configure: options => options.WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(
                seen => seen.Certificate.GetCertHashString(HashAlgorithmName.SHA256) == root.GetCertHashString(HashAlgorithmName.SHA256))),
            cancellationToken: Cancellation);

        Assert.True((await client.PublishAsync("""{"temperature":21}""", cancellationToken: Cancellation)).IsSuccess);
        Assert.Single(await owner.Client.Data.GetLatestAsync(plant.Id, Cancellation));
    }

    [Fact]
    public async Task Old_protocols_are_refused()
    {
        await using var home = await StartAsync(("Tls__Generate", "true"));

        foreach (var port in (int[])[home.Web.Port, TlsPort(home)])
        {
#pragma warning disable SYSLIB0039, CA5397 // The old ones are what is tried.
            await Assert.ThrowsAnyAsync<Exception>(() => FingerprintAsync(port, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        }
    }

    [Theory]
    [InlineData("Tls__Certificate", "/nowhere/server.crt", "Tls__Certificate")]
    [InlineData("Tls__Key", "/nowhere/server.key", "Tls__Certificate names none")]
    [InlineData("Web__Urls", "https://127.0.0.1:0", "Tls__Generate=true")]
    public async Task Setting_that_cannot_be_stops_the_start_and_says_what_to_do(string key, string value, string advice)
    {
        var settings = StandaloneProcess.FreePorts(_folder.Path);
        settings[key] = value;

        var (exitCode, _, errors) = await StandaloneProcess.RunAsync(settings, cancellationToken: Cancellation);

        Assert.Equal(2, exitCode);
        Assert.Contains(advice, errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

#pragma warning disable MA0039, CA5359 // Whose certificate it is, its fingerprint tells, as it tells people.
    private static HttpClient Browser(Uri address, string fingerprint) => new(new HttpClientHandler
    {
        UseCookies = false,
        ServerCertificateCustomValidationCallback = (_, certificate, _, _) => Of(certificate!) == fingerprint,
    })
    {
        BaseAddress = address,
    };

    private static async Task<string> FingerprintAsync(int port, SslProtocols protocols = SslProtocols.None)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, Cancellation);
        await using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocols }, Cancellation);
        return Of(tls.RemoteCertificate!);
    }
#pragma warning restore MA0039, CA5359

    private static string Of(X509Certificate certificate) =>
        string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(part => part.ToString("X2", CultureInfo.InvariantCulture)));

    private static int TlsPort(StandaloneProcess home) => int.Parse(SecurePort().Match(home.Output).Groups["value"].Value, CultureInfo.InvariantCulture);

    private async Task<(string Certificate, string Key)> WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        await File.WriteAllTextAsync(_folder.File("server.crt"), certificate.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(_folder.File("server.key"), key.ExportPkcs8PrivateKeyPem(), Cancellation);
        return (_folder.File("server.crt"), _folder.File("server.key"));
    }

    private Task<StandaloneProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = StandaloneProcess.FreePorts(_folder.Path);
        all["Web__Urls"] = "https://127.0.0.1:0";
        all["Api__Urls"] = "https://127.0.0.1:0";
        all["Mqtt__TlsPort"] = "0";
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return StandaloneProcess.StartAsync(all, cancellationToken: Cancellation);
    }

    [GeneratedRegex("SHA-256 (?<value>[0-9A-F:]{95})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"port (?<value>\d+) \(TLS\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SecurePort();
}
