using System.Net;
using PlantCare.Contracts.Auth;

namespace PlantCare.Api.Mail;

/// <summary>
/// Where letters are posted: into the outbox where a mail server is set up. Where none is, the link that the letter would hold is logged where
/// that is safe, and in development a browser on this machine is shown it; see docs/accounts.md.
/// </summary>
internal sealed partial class Postbox(
    Outbox outbox, MailSettings settings, IHostEnvironment environment, IHttpContextAccessor http, ILogger<Postbox> logger)
{
    /// <summary>Whether letters are mailed.</summary>
    public bool IsOpen => outbox.IsOpen;

    /// <summary>Posts a letter. Throws nothing but what <paramref name="cancellationToken"/> brings about, and faults of the database.</summary>
    /// <returns>Whether it is on its way.</returns>
    public async Task<bool> PostAsync(Mailing mailing, CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            return await outbox.PutAsync(mailing, cancellationToken);
        }

        if (mailing is { IsMeant: true, Letter.Link: { } link } && mailing.Kind != MailKinds.Notice)
        {
            if (settings.LogLinks ?? environment.IsDevelopment())
            {
                Log.Link(logger, mailing.Kind, link.Url);
            }

            if (environment.IsDevelopment() && http.HttpContext is { Connection.RemoteIpAddress: { } caller } context && IPAddress.IsLoopback(caller))
            {
                context.Response.Headers[AuthHeaders.DevelopmentLink] = link.Url;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "No mail server is set up (Mail__Host). The letter ({Kind}) would hold this link, below the dashboard's address: {Link}")]
        public static partial void Link(ILogger logger, string kind, string link);
    }
}
