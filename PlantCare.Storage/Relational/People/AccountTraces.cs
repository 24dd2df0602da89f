using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace PlantCare.Storage.Relational.People;

/// <summary>
/// What other accounts' rows say of an account: who watered their plants, who signed what off, who did what in their audit log. That it was
/// done is theirs and stays; by whom is not.
/// </summary>
internal static class AccountTraces
{
    /// <summary>What stands where its name stood.</summary>
    public const string Somebody = "an erased account";

    // As short as an address can be, so that no text grows out of its column.
    private const string Nothing = "[…]";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Takes its name out.</summary>
    /// <param name="database">Sees every account's rows.</param>
    /// <param name="id">The account.</param>
    /// <param name="user">Its row; null when that is gone already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task EraseAsync(PlantCareContext database, Guid id, User? user, CancellationToken cancellationToken)
    {
        await database.Journal.Where(entry => entry.AuthorId == id && entry.UserId != id).ExecuteUpdateAsync(
            entry => entry.SetProperty(e => e.Author, Somebody).SetProperty(e => e.AuthorId, (Guid?)null), cancellationToken);
        await database.Commands.Where(command => command.RequestedById == id && command.UserId != id).ExecuteUpdateAsync(
            command => command.SetProperty(c => c.RequestedBy, Somebody).SetProperty(c => c.RequestedById, (Guid?)null), cancellationToken);
        await database.AuditLog.Where(entry => entry.ActorId == id && entry.UserId != id).ExecuteUpdateAsync(
            entry => entry.SetProperty(e => e.Actor, Somebody)
                .SetProperty(e => e.ActorId, (Guid?)null)
                .SetProperty(e => e.Address, (string?)null)
                .SetProperty(e => e.Client, (string?)null),
            cancellationToken);
        if (user is not null)
        {
            await EraseFromAlertsAsync(database, user, cancellationToken);
            await EraseAddressAsync(database, user, cancellationToken);
        }
    }

    // Alerts know people by name alone. Names are not unique: only with those who shared something with it, a name is taken for its.
    private static async Task EraseFromAlertsAsync(PlantCareContext database, User user, CancellationToken cancellationToken)
    {
        var names = new[] { user.DisplayName, user.UserName, user.Email, user.Email?.Split('@')[0] }.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var alerts = database.Alerts.Where(alert =>
            alert.UserId != user.Id && database.Shares.Any(share => share.HolderId == user.Id && share.UserId == alert.UserId));
        await alerts.Where(alert => names.Contains(alert.AcknowledgedBy!)).ExecuteUpdateAsync(
            alert => alert.SetProperty(a => a.AcknowledgedBy, Somebody), cancellationToken);
        await alerts.Where(alert => names.Contains(alert.ResolvedBy!)).ExecuteUpdateAsync(
            alert => alert.SetProperty(a => a.ResolvedBy, Somebody), cancellationToken);
    }

    // Such as whom a plant was shared with. ada@example.com is not part of wada@example.com.
    private static async Task EraseAddressAsync(PlantCareContext database, User user, CancellationToken cancellationToken)
    {
        if (user.Email is not { Length: > 0 } email)
        {
            return;
        }

        var mentions = await database.AuditLog.AsNoTracking()
            .Where(entry => entry.UserId != user.Id && (entry.Subject!.Contains(email) || entry.Detail!.Contains(email)))
            .Select(entry => new { entry.Id, entry.Subject, entry.Detail })
            .ToListAsync(cancellationToken);
        var address = new Regex($@"(?<![\w.+-]){Regex.Escape(email)}(?![\w-]|\.\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);
        foreach (var mention in mentions)
        {
            var (subject, detail) = (Without(mention.Subject), Without(mention.Detail));
            await database.AuditLog.Where(entry => entry.Id == mention.Id).ExecuteUpdateAsync(
                entry => entry.SetProperty(e => e.Subject, subject).SetProperty(e => e.Detail, detail), cancellationToken);
        }

        await database.AuditLog.Where(entry => entry.Actor == email).ExecuteUpdateAsync(
            entry => entry.SetProperty(e => e.Actor, Somebody), cancellationToken);

        string? Without(string? text) => text is null ? null : address.Replace(text, Nothing);
    }
}
