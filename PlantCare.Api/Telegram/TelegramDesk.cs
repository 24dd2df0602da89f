using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Telegram;

namespace PlantCare.Api.Telegram;

/// <summary>
/// What is being asked in Telegram, from the link to its end. Every step is a single statement that can be taken once, whichever replica takes
/// it: a code is good for one Telegram account, an answer for one sign-in.
/// </summary>
internal sealed class TelegramDesk(SystemWork system, TimeProvider time)
{
    /// <summary>How long a link to sign in is good: as browsers wait for a passkey.</summary>
    public static readonly TimeSpan SignInLife = TimeSpan.FromMinutes(5);

    /// <summary>How long a link to link an account is good.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(10);

    // All of the 64 characters that a link may hold would be more than the 256 bits that nobody guesses.
    private const int CodeBytes = 32;

    /// <summary>Begins a sign-in.</summary>
    /// <param name="client">What the browser said it is.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The request, and the code for its link, which is not kept.</returns>
    public Task<(TelegramRequest Request, string Code)> OpenSignInAsync(string? client, string? address, CancellationToken cancellationToken)
    {
        var number = RandomNumberGenerator.GetInt32(10, 100).ToString(CultureInfo.InvariantCulture);
        return OpenAsync(
            (hash, now) => new TelegramRequest
            {
                Purpose = TelegramPurpose.SignIn,
                CodeHash = hash,
                Number = number,
                Client = client,
                Address = address,
                CreatedAt = now,
                ExpiresAt = now + SignInLife,
            },
            cancellationToken);
    }

    /// <summary>Begins to link a Telegram account to an account. What was begun before is over.</summary>
    public async Task<(TelegramRequest Request, string Code)> OpenLinkAsync(Guid userId, CancellationToken cancellationToken)
    {
        await system.RunAsync(database => database.TelegramRequests
            .Where(old => old.UserId == userId && old.Purpose == TelegramPurpose.Link).ExecuteDeleteAsync(cancellationToken));
        return await OpenAsync(
            (hash, now) => new TelegramRequest { Purpose = TelegramPurpose.Link, CodeHash = hash, UserId = userId, CreatedAt = now, ExpiresAt = now + LinkLife },
            cancellationToken);
    }

    /// <summary>What a code from a link is for.</summary>
    /// <returns>Null when it is none, too late, or somebody has followed the link already.</returns>
    public Task<TelegramRequest?> FindWaitingAsync(string code, CancellationToken cancellationToken)
    {
        var (hash, now) = (TelegramRequest.HashOf(code), time.GetUtcNow());
        return system.RunAsync(database => database.TelegramRequests.AsNoTracking().FirstOrDefaultAsync(
            request => request.CodeHash == hash && request.Progress == TelegramProgress.Waiting && request.ExpiresAt > now, cancellationToken));
    }

    /// <summary>A request; null when there is none, or it is too late.</summary>
    public Task<TelegramRequest?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return system.RunAsync(database => database.TelegramRequests.AsNoTracking()
            .FirstOrDefaultAsync(request => request.Id == id && request.ExpiresAt > now, cancellationToken));
    }

    /// <summary>The account that a Telegram account opens; null for none.</summary>
    public Task<User?> FindOwnerAsync(string telegramId, CancellationToken cancellationToken) => system.RunAsync(database =>
        database.Users.AsNoTracking().FirstOrDefaultAsync(user => user.TelegramId == telegramId, cancellationToken));

    /// <summary>An account; null when it is no more.</summary>
    public Task<User?> FindAccountAsync(Guid id, CancellationToken cancellationToken) => system.RunAsync(database =>
        database.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellationToken));

    /// <summary>A Telegram account has followed the link, and was asked.</summary>
    /// <returns>Whether it was the first.</returns>
    public Task<bool> NoteAskedAsync(Guid id, Guid userId, string telegramId, CancellationToken cancellationToken) => system.RunAsync(async database =>
        await database.TelegramRequests.Where(request => request.Id == id && request.Progress == TelegramProgress.Waiting).ExecuteUpdateAsync(
            request => request.SetProperty(r => r.Progress, TelegramProgress.Asked).SetProperty(r => r.UserId, userId).SetProperty(r => r.TelegramId, telegramId),
            cancellationToken) == 1);

    /// <summary>Goes a step on.</summary>
    /// <returns>Whether it was where the step begins.</returns>
    public Task<bool> MoveAsync(Guid id, TelegramProgress from, TelegramProgress to, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return system.RunAsync(async database => await database.TelegramRequests
            .Where(request => request.Id == id && request.Progress == from && request.ExpiresAt > now)
            .ExecuteUpdateAsync(request => request.SetProperty(r => r.Progress, to), cancellationToken) == 1);
    }

    /// <summary>From now on the Telegram account opens the account, in place of the one that did.</summary>
    /// <returns>False when it opens another one, or the account is no more or disabled.</returns>
    public Task<bool> LinkAsync(Guid userId, string telegramId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        if (await database.Users.FirstOrDefaultAsync(user => user.Id == userId && user.DisabledAt == null, cancellationToken) is not { } account)
        {
            return false;
        }

        account.TelegramId = telegramId;
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is another account's, or this one was changed by something else meanwhile.
            return false;
        }
    });

    /// <summary>The account's Telegram account opens nothing any more, and what it was asked is over.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> UnlinkAsync(Guid userId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        await database.TelegramRequests.Where(request => request.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        return await database.Users.Where(user => user.Id == userId && user.TelegramId != null)
            .ExecuteUpdateAsync(user => user.SetProperty(u => u.TelegramId, (string?)null), cancellationToken) == 1;
    });

    private Task<(TelegramRequest Request, string Code)> OpenAsync(Func<byte[], DateTimeOffset, TelegramRequest> make, CancellationToken cancellationToken) =>
        system.RunAsync(async database =>
        {
            var now = time.GetUtcNow();
            await database.TelegramRequests.Where(old => old.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
            var code = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
            var request = make(TelegramRequest.HashOf(code), now);
            database.TelegramRequests.Add(request);
            await database.SaveChangesAsync(cancellationToken);
            return (request, code);
        });
}
