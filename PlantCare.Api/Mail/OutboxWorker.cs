using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Workers;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Mail;

namespace PlantCare.Api.Mail;

/// <summary>
/// Sends the letters of the outbox: at once when called, otherwise when they are due. Whoever sends a letter takes it first, by a statement
/// that one replica alone can win; only a process that dies between the mail server's yes and our own note of it has it sent twice.
/// </summary>
internal sealed partial class OutboxWorker(
    SystemWork system, Outbox outbox, OutboxCall call, MailSettings settings, TimeProvider time, ILogger<OutboxWorker> logger)
    : CalledWorker(call, IntervalOf(settings), time, logger)
{
    /// <summary>For how long nobody else takes a letter that somebody has taken. Longer than all steps of sending may take together.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private const int AtATime = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>How long it is remembered, for limits and counts, that a letter was sent.</summary>
    private static readonly TimeSpan SentMemory = TimeSpan.FromDays(1);

    /// <summary>How long an administrator is shown that a letter was given up.</summary>
    private static readonly TimeSpan GivenUpMemory = TimeSpan.FromDays(30);

    /// <summary>How long after a round the next one is. Without a mail server nothing waits but what is to be given up or forgotten.</summary>
    public static TimeSpan IntervalOf(MailSettings settings) =>
        !settings.IsConfigured ? LongestPause
        : settings.RetryEvery < Interval ? settings.RetryEvery
        : Interval;

    /// <summary>Sends what is due, and forgets what is old.</summary>
    public override async Task RunDueAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var due = await system.RunAsync(database => database.Outbox.AsNoTracking()
            .Where(letter => letter.NextAt <= now)
            .OrderBy(letter => letter.NextAt)
            .Take(AtATime)
            .ToListAsync(cancellationToken));
        await using var courier = new SmtpCourier(settings, Time);
        foreach (var letter in due)
        {
            if (letter.SentAt is not null || letter.GivenUpAt is not null)
            {
                await system.RunAsync(database => database.Outbox.Where(old => old.Id == letter.Id).ExecuteDeleteAsync(cancellationToken));
            }
            else if (await TakeAsync(letter, cancellationToken) && !await DeliverAsync(letter, courier, cancellationToken))
            {
                // The others would wait for the same server.
                return;
            }
        }

        if (due.Count == AtATime)
        {
            Wake();
        }
    }

    // By the time that was read: it is another one once somebody else has taken it.
    private Task<bool> TakeAsync(OutboxLetter letter, CancellationToken cancellationToken)
    {
        var until = Time.GetUtcNow() + Lease;
        return system.RunAsync(async database => await database.Outbox
            .Where(known => known.Id == letter.Id && known.NextAt == letter.NextAt)
            .ExecuteUpdateAsync(known => known.SetProperty(l => l.NextAt, until).SetProperty(l => l.Attempts, l => l.Attempts + 1), cancellationToken) == 1);
    }

    /// <returns>Whether there is a mail server to give the next one to.</returns>
    private async Task<bool> DeliverAsync(OutboxLetter letter, SmtpCourier courier, CancellationToken cancellationToken)
    {
        var delivery = await TryAsync(letter, courier, cancellationToken);
        var now = Time.GetUtcNow();
        var isTooOld = now - letter.CreatedAt >= settings.GiveUpAfter;
        if (delivery.Result == DeliveryResult.Sent)
        {
            // What was sent must be known to be, also when nobody waits any more.
            await NoteAsync(letter, row => row.SetProperty(l => l.SentAt, now).SetProperty(l => l.Content, (string?)null)
                .SetProperty(l => l.Fault, delivery.Fault).SetProperty(l => l.NextAt, now + SentMemory));
        }
        else if (delivery.Result == DeliveryResult.Refused || isTooOld)
        {
            Log.GivenUp(Logger, letter.Kind, letter.Id, letter.Attempts + 1, delivery.Fault);
            await NoteAsync(letter, row => row.SetProperty(l => l.GivenUpAt, now).SetProperty(l => l.Content, (string?)null)
                .SetProperty(l => l.Fault, delivery.Fault).SetProperty(l => l.NextAt, now + GivenUpMemory));
        }
        else
        {
            var pause = PauseAfter(letter.Attempts);
            Log.PutOff(Logger, letter.Kind, letter.Id, letter.Attempts + 1, pause, delivery.Fault);
            await NoteAsync(letter, row => row.SetProperty(l => l.Fault, delivery.Fault).SetProperty(l => l.NextAt, now + pause));
        }

        return delivery.Result != DeliveryResult.NoServer;
    }

    private async Task<Delivery> TryAsync(OutboxLetter letter, SmtpCourier courier, CancellationToken cancellationToken)
    {
        if (letter.Content is null)
        {
            return Delivery.Nothing;
        }

        if (!outbox.IsOpen)
        {
            return new Delivery(DeliveryResult.NoServer, "no mail server is set up any more: see Mail__Host");
        }

        return outbox.Open(letter.Content) is { } parcel
            ? await courier.SendAsync(letter.Id, parcel, cancellationToken)
            : new Delivery(DeliveryResult.Refused, "the key that protected the letter is gone");
    }

    private Task<int> NoteAsync(OutboxLetter letter, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<OutboxLetter>> note) =>
        system.RunAsync(database => database.Outbox.Where(known => known.Id == letter.Id).ExecuteUpdateAsync(note, CancellationToken.None));

    // 1 min, 2 min, 4 min … 1 h
    private TimeSpan PauseAfter(int failures)
    {
        var pause = settings.RetryEvery * Math.Pow(2, Math.Min(failures, 20));
        return pause < LongestPause ? pause : LongestPause;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The letter {Letter} ({Kind}) is given up after {Attempts} attempts: {Reason}")]
        public static partial void GivenUp(ILogger logger, string kind, Guid letter, int attempts, string? reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The letter {Letter} ({Kind}) could not be sent at attempt {Attempts}; the next one is in {Pause}: {Reason}")]
        public static partial void PutOff(ILogger logger, string kind, Guid letter, int attempts, TimeSpan pause, string? reason);
    }
}
