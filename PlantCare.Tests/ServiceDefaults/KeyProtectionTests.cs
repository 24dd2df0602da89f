using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlantCare.ServiceDefaults.Keys;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.ServiceDefaults;

public sealed class KeyProtectionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LogRecorder _logs = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DirectoryInfo Keys => new(_folder.File("keys"));

    [Fact]
    public async Task Keys_with_a_certificate_are_not_to_be_read_where_they_lie()
    {
        using var host = await StartAsync(("Keys:Certificate", Write("keys.pem")));
        Protect(host, "a secret");

        var written = Assert.Single(await WrittenAsync());
        Assert.Contains("EncryptedData", written, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", written, StringComparison.Ordinal);
        Assert.Empty(_logs.Entries);
    }

    [Fact]
    public async Task Keys_without_a_certificate_are_warned_of_once()
    {
        using var host = await StartAsync();
        Protect(host, "a secret");

        Assert.Contains("Keys__Certificate", Assert.Single(_logs.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_a_certificate_itself_is_taken_as_one()
    {
        var file = Write("keys.pem");
        using var before = await StartAsync(("Keys:Certificate", file));
        var word = Protect(before, "a secret");

        using var after = await StartAsync(("Keys:Certificate", await File.ReadAllTextAsync(file, Cancellation)));

        Assert.Equal("a secret", Protector(after).Unprotect(word));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_of_before_are_read_on_whether_they_were_plain_or_of_another_certificate(bool hadCertificate)
    {
        var old = Write("old.pem");
        using var before = await StartAsync(hadCertificate ? [("Keys:Certificate", old)] : []);
        var word = Protect(before, "a secret");

        using var after = await StartAsync(("Keys:Certificate", Write("new.pem")), ("Keys:OldCertificate", old));

        Assert.Equal("a secret", Protector(after).Unprotect(word));
    }

    [Fact]
    public async Task Keys_of_a_certificate_that_is_not_there_any_more_open_nothing()
    {
        using var before = await StartAsync(("Keys:Certificate", Write("old.pem")));
        var word = Protect(before, "a secret");

        using var after = await StartAsync(("Keys:Certificate", Write("new.pem")));

        Assert.Throws<CryptographicException>(() => Protector(after).Unprotect(word));
        Assert.Equal("a secret", Protector(after).Unprotect(Protect(after, "a secret")));
    }

    [Fact]
    public void Certificate_that_cannot_be_used_stops_the_start_and_says_what_to_name()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256);
        using var certificate = SelfSigned(request);
        File.WriteAllText(_folder.File("ec.pem"), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        foreach (var file in (string[])[_folder.File("ec.pem"), "/nowhere/keys.pem", "-----BEGIN NONSENSE-----"])
        {
            var fault = Assert.Throws<StartUpException>(() => Build(("Keys:Certificate", file)));
            Assert.Contains("Keys__Certificate", fault.Message, StringComparison.Ordinal);
            Assert.Contains("PEM file with its RSA key", fault.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static X509Certificate2 SelfSigned(CertificateRequest request) =>
        request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));

    private static IDataProtector Protector(IHost host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static string Protect(IHost host, string text) => Protector(host).Protect(text);

    private async Task<string[]> WrittenAsync() =>
        await Task.WhenAll(Keys.EnumerateFiles().Select(file => File.ReadAllTextAsync(file.FullName, Cancellation)));

    private string Write(string name)
    {
        using var key = RSA.Create(2_048);
        using var certificate = SelfSigned(new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        File.WriteAllText(_folder.File(name), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return _folder.File(name);
    }

    private async Task<IHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = Build(settings);
        await host.StartAsync(Cancellation);
        return host;
    }

    private IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Production" });
        builder.Logging.ClearProviders().AddProvider(_logs);
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.AddProtectedKeys().PersistKeysToFileSystem(Keys);
        return builder.Build();
    }
}
