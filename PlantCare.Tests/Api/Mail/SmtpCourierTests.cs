using System.Net;
using System.Net.Sockets;
using PlantCare.Api.Mail;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Mail;

/// <summary>Handing letters over to a mail server, good and bad ones.</summary>
public sealed class SmtpCourierTests
{
    private static readonly Parcel Hello = new("ada@example.com", "Grüße", "Plain words", "<p>Words</p>");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_encrypts_and_signs_in_and_a_round_takes_one_connection()
    {
        using var certificate = SmtpServer.SelfSigned();
        await using var server = new SmtpServer { Certificate = certificate, Account = ("plants", "s3cret") };
        var settings = Settings(server.Port, MailSecurity.StartTls, "plants", "s3cret");
        await using var courier = new SmtpCourier(settings, TimeProvider.System, (_, given, _, _) => given?.GetCertHashString() == certificate.Thumbprint);

        var id = Guid.CreateVersion7();
        Assert.Equal(Delivery.Sent, await courier.SendAsync(id, Hello, Cancellation));
        Assert.Equal(Delivery.Sent, await courier.SendAsync(Guid.CreateVersion7(), Hello, Cancellation));

        var letter = server.Letters[0];
        Assert.Equal(("Grüße", "plants@example.com", $"{id:N}@example.com"), (letter.Subject, letter.From.Mailboxes.Single().Address, letter.MessageId));
        Assert.Equal(("Plain words", "<p>Words</p>"), (letter.TextBody!.Trim(), letter.HtmlBody!.Trim()));
        Assert.Equal("auto-generated", letter.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task Send_says_nothing_to_a_server_that_it_does_not_trust_or_that_cannot_encrypt()
    {
        using var certificate = SmtpServer.SelfSigned();
        await using var strange = new SmtpServer { Certificate = certificate, Account = ("plants", "s3cret") };
        await using var plain = new SmtpServer();

        foreach (var server in (SmtpServer[])[strange, plain])
        {
            await using var courier = new SmtpCourier(Settings(server.Port, MailSecurity.StartTls, "plants", "s3cret"), TimeProvider.System);
            Assert.Equal(DeliveryResult.NoServer, (await courier.SendAsync(Guid.CreateVersion7(), Hello, Cancellation)).Result);
            Assert.Empty(server.Letters);
        }
    }

    [Fact]
    public async Task Send_with_a_wrong_password_is_no_fault_of_the_letter_and_does_not_tell_the_password()
    {
        using var certificate = SmtpServer.SelfSigned();
        await using var server = new SmtpServer { Certificate = certificate, Account = ("plants", "s3cret") };
        await using var courier = new SmtpCourier(Settings(server.Port, MailSecurity.StartTls, "plants", "wrong-one"), TimeProvider.System, (_, given, _, _) => given?.GetCertHashString() == certificate.Thumbprint);

        var delivery = await courier.SendAsync(Guid.CreateVersion7(), Hello, Cancellation);

        Assert.Equal(DeliveryResult.NoServer, delivery.Result);
        Assert.DoesNotContain("wrong-one", delivery.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_to_a_server_that_is_silent_or_away_is_given_up_in_time()
    {
        await using var silent = new SmtpServer { Hangs = true };
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var free = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();

        foreach (var port in (int[])[silent.Port, free])
        {
            await using var courier = new SmtpCourier(Settings(port), TimeProvider.System);
            Assert.Equal(DeliveryResult.NoServer, (await courier.SendAsync(Guid.CreateVersion7(), Hello, Cancellation)).Result);
        }
    }

    [Fact]
    public async Task Send_tells_what_is_refused_for_good_from_what_may_pass()
    {
        await using var server = new SmtpServer();
        await using var courier = new SmtpCourier(Settings(server.Port), TimeProvider.System);

        var refused = await courier.SendAsync(Guid.CreateVersion7(), Hello with { To = "refused@example.com" }, Cancellation);
        var busy = await courier.SendAsync(Guid.CreateVersion7(), Hello with { To = "busy@example.com" }, Cancellation);
        var again = await courier.SendAsync(Guid.CreateVersion7(), Hello with { To = "busy@example.com" }, Cancellation);

        Assert.Equal(DeliveryResult.Refused, refused.Result);
        Assert.StartsWith("550 ", refused.Fault, StringComparison.Ordinal);
        Assert.Equal(DeliveryResult.Later, busy.Result);
        Assert.Equal(Delivery.Sent, again);
    }

    [Fact]
    public async Task Send_lets_nobody_write_headers()
    {
        await using var server = new SmtpServer();
        await using var courier = new SmtpCourier(Settings(server.Port), TimeProvider.System);

        var subject = "Basil\r\nBcc: eve@example.com\r\n\r\nBuy now";
        Assert.Equal(Delivery.Sent, await courier.SendAsync(Guid.CreateVersion7(), Hello with { Subject = subject }, Cancellation));
        foreach (var to in (string[])["ada@example.com\r\nBcc: eve@example.com", "ada@example.com, eve@example.com", "Ada <ada@example.com>", "nobody", ""])
        {
            Assert.Equal(DeliveryResult.Refused, (await courier.SendAsync(Guid.CreateVersion7(), Hello with { To = to }, Cancellation)).Result);
        }

        var letter = Assert.Single(server.Letters);
        Assert.Empty(letter.Bcc);
        Assert.StartsWith("Basil ", letter.Subject, StringComparison.Ordinal);
        Assert.Equal("ada@example.com", Assert.Single(letter.GetRecipients()).Address);
        Assert.DoesNotContain("Buy now", letter.TextBody, StringComparison.Ordinal);
    }

    private static MailSettings Settings(int port, MailSecurity security = MailSecurity.None, string? user = null, string? password = null) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Security = security,
        User = user,
        Password = password,
        From = "PlantCare <plants@example.com>",
        DashboardUrl = "https://plants.example.com",
        Timeout = TimeSpan.FromSeconds(2),
    };
}
