using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Mail.Letters;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Mail;

namespace PlantCare.Api.Mail;

/// <summary>
/// Letters on their way out. They wait in the database, so that a mail server that is away, or a crash, delays them and no more; and there
/// are only so many, so that nobody is flooded by means of us.
/// </summary>
internal sealed partial class Outbox(
    SystemWork system, IDataProtectionProvider keys, MailSettings settings, OutboxCall call, TimeProvider time, ILogger<Outbox> logger)
{
    /// <summary>So many letters may wait.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>So many letters of a kind an address gets within an hour.</summary>
    public const int MostAnHour = 5;

    /// <summary>So many letters to others an account may have sent within a day.</summary>
    public const int MostByOneADay = 50;

    private readonly IDataProtector _protector = keys.CreateProtector("PlantCare.Outbox");

    /// <summary>Whether letters can be sent at all.</summary>
    public bool IsOpen => settings.IsConfigured;

    /// <summary>Puts a letter in.</summary>
    /// <returns>Whether it is on its way. It is not where no mail is sent, or where its recipient or its sender has had enough.</returns>
    public async Task<bool> PutAsync(Mailing mailing, CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var parcel = new Parcel(mailing.Address, mailing.Letter.Subject, LetterText.Plain(mailing.Letter), LetterText.Html(mailing.Letter));
        var content = _protector.Protect(JsonSerializer.Serialize(parcel));
        var row = new OutboxLetter
        {
            Kind = mailing.Kind,
            RecipientId = mailing.RecipientId,
            SenderId = mailing.SenderId,
            AddressHash = OutboxLetter.HashOf(mailing.Address),
            Content = mailing.IsMeant ? content : null,
            CreatedAt = now,
            NextAt = now,
        };
        if (!await system.RunAsync(database => AddAsync(database, row, now, cancellationToken)))
        {
            return false;
        }

        call.Wake();
        return mailing.IsMeant;
    }

    /// <summary>What a letter holds; null when what protected it is gone.</summary>
    public Parcel? Open(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<Parcel>(_protector.Unprotect(content));
        }
        catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or JsonException)
        {
            return null;
        }
    }

    private async Task<bool> AddAsync(PlantCareContext database, OutboxLetter row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (hour, day) = (now.AddHours(-1), now.AddDays(-1));
        if (await database.Outbox.CountAsync(other => other.AddressHash == row.AddressHash && other.Kind == row.Kind && other.CreatedAt > hour, cancellationToken) >= MostAnHour
            || (row.SenderId is { } sender && await database.Outbox.CountAsync(other => other.SenderId == sender && other.CreatedAt > day, cancellationToken) >= MostByOneADay))
        {
            Log.Enough(logger, row.Kind);
            return false;
        }

        if (await database.Outbox.CountAsync(other => other.SentAt == null && other.GivenUpAt == null, cancellationToken) >= MostWaiting)
        {
            Log.Full(logger, MostWaiting, row.Kind);
            return false;
        }

        database.Outbox.Add(row);
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "A letter ({Kind}) is not sent: its recipient or its sender has had enough for now")]
        public static partial void Enough(ILogger logger, string kind);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Waiting} letters wait to be mailed, and another one ({Kind}) is not taken. See how the mail server is")]
        public static partial void Full(ILogger logger, int waiting, string kind);
    }
}
