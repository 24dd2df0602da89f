using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Mail;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Audit;

/// <summary>Writes down what mattered to an account's safety, with who did it and from where. When it returns, it is kept,
/// and the owner is told of what they should know.</summary>
internal sealed class AuditLog(SystemWork system, IHttpContextAccessor http, NoticeMail notices, TimeProvider time)
{
    private const int LongestDetail = 1_000;
    private const int LongestText = 256;
    private const int LongestAddress = 64;

    /// <summary>What the caller of this request did to an account.</summary>
    /// <param name="userId">The account that it concerns; null for the system.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">To what.</param>
    /// <param name="detail">What else there is to say; never a secret.</param>
    public Task WriteAsync(Guid? userId, string action, string? subject = null, string? detail = null)
    {
        var caller = http.HttpContext?.User;
        var isAccount = caller?.KindOf() is CallerKind.Person or CallerKind.Key && caller.TryGetUserId(out _);
        return WriteAsync(userId, isAccount ? caller!.GetUserId() : null, NameOf(caller), action, subject, detail);
    }

    /// <summary>What somebody did who is not, or not yet, the caller of this request.</summary>
    /// <param name="userId">The account that it concerns.</param>
    /// <param name="actorId">The account that did it.</param>
    /// <param name="actor">What it is called.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">To what.</param>
    /// <param name="detail">What else there is to say; never a secret.</param>
    public async Task WriteAsync(Guid? userId, Guid? actorId, string actor, string action, string? subject = null, string? detail = null)
    {
        var request = http.HttpContext;
        var entry = new AuditEntry
        {
            UserId = userId,
            ActorId = actorId,
            Actor = Shown(actor, LongestText) ?? "",
            Action = action,
            Subject = Shown(subject, LongestText),
            Detail = Shown(detail, LongestDetail),
            Address = Shown(request?.Connection.RemoteIpAddress?.ToString(), LongestAddress),
            Client = Shown(request?.Request.Headers.UserAgent.ToString(), LongestText),
            At = time.GetUtcNow(),
        };
        await system.RunAsync(database => SaveAsync(database, entry));
        if (userId is { } owner)
        {
            await notices.TellAsync(owner, action, detail);
        }
    }

    // An account that was erased meanwhile has no record any more.
    private static async Task SaveAsync(PlantCareContext database, AuditEntry entry)
    {
        database.AuditLog.Add(entry);
        try
        {
            await database.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateException) when (entry.UserId is not null)
        {
            if (await database.Users.AnyAsync(user => user.Id == entry.UserId, CancellationToken.None))
            {
                throw;
            }
        }
    }

    /// <summary>What a client said it is, as far as it is written down.</summary>
    public static string? Shown(string? client) => Shown(client, LongestText);

    private static string NameOf(ClaimsPrincipal? caller) => caller?.KindOf() switch
    {
        null => "PlantCare",
        CallerKind.Key => $"key '{caller.Identity?.Name}'",
        CallerKind.Sitter => $"sitter '{caller.Identity?.Name}'",
        CallerKind.Device => $"device {caller.Identity?.Name}",
        _ => caller.Identity?.Name ?? "somebody",
    };

    // Clients name themselves as they please; a line of a record stays one line.
    private static string? Shown(string? text, int longest)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var clean = string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return clean.Length <= longest ? clean : clean[..(longest - 1)] + "…";
    }
}
