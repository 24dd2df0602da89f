using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace PlantCare.Tests.Servers;

/// <summary>
/// A mail server that speaks as much SMTP (RFC 5321) as a client of ours needs: EHLO, STARTTLS, AUTH PLAIN, a letter at a time. What it does
/// with a letter, the recipient's name says: <c>refused…</c> gets 550 for ever, <c>busy…</c> 451 once.
/// </summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<MimeMessage> _letters = new();
    private readonly ConcurrentDictionary<string, bool> _busy = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public SmtpServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Says nothing at all, not even who it is.</summary>
    public bool Hangs { get; init; }

    /// <summary>Offers STARTTLS with this, and takes no sign-in without it.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Asks for this user and password.</summary>
    public (string User, string Password)? Account { get; init; }

    /// <summary>What was taken.</summary>
    public IReadOnlyList<MimeMessage> Letters => [.. _letters];

    /// <summary>What an address got.</summary>
    public IReadOnlyList<MimeMessage> LettersTo(string address) =>
        [.. _letters.Where(letter => letter.To.Mailboxes.Any(to => to.Address.Equals(address, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>A certificate that nobody has signed but itself.</summary>
    public static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var connection = await _listener.AcceptTcpClientAsync(_ending.Token);
            _ = TalkAsync(connection);
        }
    }

    private async Task TalkAsync(TcpClient connection)
    {
        using var _ = connection;
        try
        {
            await TalkAsync(connection.GetStream());
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went, or the test has ended.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _ending.Token);
        }

        var (isSafe, isKnown, recipient) = (Certificate is null, Account is null, "");
        await SayAsync(stream, "220 stand-in ESMTP");
        while (await HearAsync(stream) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, (isSafe, isKnown) switch
                    {
                        (false, _) => "250-stand-in\r\n250 STARTTLS",
                        (true, false) => "250-stand-in\r\n250 AUTH PLAIN",
                        _ => "250 stand-in",
                    });
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go on");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _ending.Token);
                    (stream, isSafe) = (tls, true);
                    break;
                case "AUTH":
                    var wanted = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Account?.User}\0{Account?.Password}"));
                    isKnown = isSafe && line.EndsWith(wanted, StringComparison.Ordinal);
                    await SayAsync(stream, isKnown ? "235 welcome" : "535 5.7.8 who are you");
                    break;
                case "MAIL" when !isKnown:
                    await SayAsync(stream, "530 5.7.0 sign in first");
                    break;
                case "RCPT":
                    recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await SayAsync(stream, recipient.StartsWith("refused", StringComparison.Ordinal) ? "550 5.1.1 no such mailbox"
                        : recipient.StartsWith("busy", StringComparison.Ordinal) && _busy.TryAdd(recipient, value: true) ? "451 4.2.0 come again"
                        : "250 ok");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    _letters.Enqueue(await ReadLetterAsync(stream));
                    await SayAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task<MimeMessage> ReadLetterAsync(Stream stream)
    {
        var text = new StringBuilder();
        while (await HearAsync(stream) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        return await MimeMessage.LoadAsync(bytes, _ending.Token);
    }

    private Task SayAsync(Stream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _ending.Token).AsTask();

    private async Task<string?> HearAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _ending.Token) == 1)
        {
            if (one[0] == (byte)'\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }
}
