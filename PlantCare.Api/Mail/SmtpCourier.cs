using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace PlantCare.Api.Mail;

/// <summary>Takes letters to the mail server, all of a round over one connection. Not for use by several at once.</summary>
internal sealed class SmtpCourier(MailSettings settings, TimeProvider time, RemoteCertificateValidationCallback? trust = null) : IAsyncDisposable
{
    private const int LongestFault = 400;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly SmtpClient _client = new() { Timeout = (int)settings.Timeout.TotalMilliseconds, ServerCertificateValidationCallback = trust };

    /// <summary>Sends a letter.</summary>
    /// <param name="id">The letter; the same at every attempt, so that a mailbox that gets it twice can tell.</param>
    /// <param name="parcel">What to send.</param>
    /// <param name="cancellationToken">Gives up, as long as the mail server has not been told to take it.</param>
    public async Task<Delivery> SendAsync(Guid id, Parcel parcel, CancellationToken cancellationToken)
    {
        // step 1: what cannot be a letter is none for any server
        if (Compose(id, parcel) is not { } message)
        {
            return new Delivery(DeliveryResult.Refused, "the address is none that mail goes to");
        }

        // step 2: a server to give it to
        if (await ConnectAsync(cancellationToken) is { } fault)
        {
            return new Delivery(DeliveryResult.NoServer, fault);
        }

        // step 3: give it. Whoever stops us now waits, for not to know whether it was taken means to send it twice.
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        try
        {
            await _client.SendAsync(message, timeout.Token);
            return Delivery.Sent;
        }
        catch (SmtpCommandException refusal)
        {
            return new Delivery(IsFinal(refusal) ? DeliveryResult.Refused : DeliveryResult.Later, Say(refusal));
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            await LeaveAsync();
            return new Delivery(DeliveryResult.Later, Say(exception));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _client.Dispose();
    }

    private async Task<string?> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client.IsConnected)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var security = settings.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            };
            await _client.ConnectAsync(settings.Host!, settings.EffectivePort, security, giveUp.Token);
            if (settings.User is { Length: > 0 } user)
            {
                await _client.AuthenticateAsync(user, settings.Password ?? "", giveUp.Token);
            }

            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsExpected(exception))
        {
            await LeaveAsync();
            return Say(exception);
        }
    }

    private async Task LeaveAsync()
    {
        if (!_client.IsConnected)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Goodbye, time);
        try
        {
            await _client.DisconnectAsync(quit: true, timeout.Token);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            // What was taken is taken, however the server parts from us.
        }
    }

    // Addresses are parsed, and subjects encoded: neither can begin another header.
    private MimeMessage? Compose(Guid id, Parcel parcel)
    {
        if (parcel.To.Any(char.IsControl) || !parcel.To.Contains('@', StringComparison.Ordinal) || !MailboxAddress.TryParse(parcel.To, out var to) || to.Address != parcel.To)
        {
            return null;
        }

        var from = MailboxAddress.Parse(settings.From!);
        var message = new MimeMessage
        {
            Subject = OneLine(parcel.Subject),
            Date = time.GetUtcNow(),
            MessageId = MimeUtils.ParseMessageId($"{id:N}@{from.Domain}") ?? MimeUtils.GenerateMessageId(),
            Body = new MultipartAlternative
            {
                new TextPart("plain") { Text = parcel.Text },
                new TextPart("html") { Text = parcel.Html },
            },
        };
        message.From.Add(from);
        message.To.Add(to);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    // The recipient or this very letter, for good. A sender or a sign-in that is refused can be mended by whoever administers.
    private static bool IsFinal(SmtpCommandException refusal) =>
        (int)refusal.StatusCode >= 500 && refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;

    private static bool IsExpected(Exception exception) => exception is IOException or SocketException or TimeoutException or OperationCanceledException
        or ProtocolException or CommandException or AuthenticationException or SslHandshakeException or NotSupportedException or ServiceNotConnectedException;

    private static string Say(Exception exception)
    {
        var text = exception switch
        {
            SmtpCommandException refusal => string.Create(CultureInfo.InvariantCulture, $"{(int)refusal.StatusCode} {refusal.Message}"),
            OperationCanceledException or TimeoutException => "the mail server did not answer in time",
            SslHandshakeException => "the mail server's certificate is not trusted, or it cannot do TLS",
            AuthenticationException => $"the mail server refuses the user or the password: {exception.Message}",
            NotSupportedException => "the mail server cannot do what Mail__Security or Mail__User asks for",
            _ => exception.Message,
        };
        var line = OneLine(text);
        return line.Length <= LongestFault ? line : line[..LongestFault] + "…";
    }

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
