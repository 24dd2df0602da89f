using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts;

/// <summary>What people are called before others, who need not learn their addresses.</summary>
internal sealed class PeopleNames(SystemWork system)
{
    private const string Nobody = "somebody";

    /// <summary>The display name; without one, what stands before the @ of the address.</summary>
    public static string Of(User? user) => NameOf(user?.DisplayName, user?.UserName);

    /// <summary>The names of some accounts.</summary>
    public Task<Dictionary<Guid, string>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.FromResult(new Dictionary<Guid, string>())
        : system.RunAsync(async database =>
        {
            var found = await database.Users.AsNoTracking()
                .Where(user => ids.Contains(user.Id))
                .Select(user => new { user.Id, user.DisplayName, user.UserName })
                .ToListAsync(cancellationToken);
            return found.ToDictionary(user => user.Id, user => NameOf(user.DisplayName, user.UserName));
        });

    /// <summary>Who calls: the person, also behind a key; or what the owner called the sitter.</summary>
    public async Task<string> OfCallerAsync(ClaimsPrincipal caller, CancellationToken cancellationToken) => caller.KindOf() == CallerKind.Sitter
        ? caller.Identity?.Name ?? Nobody
        : (await FindAsync([caller.GetUserId()], cancellationToken)).GetValueOrDefault(caller.GetUserId(), Nobody);

    private static string NameOf(string? displayName, string? userName) => (displayName, userName) switch
    {
        ({ } name, _) when !string.IsNullOrWhiteSpace(name) => name,
        (_, { Length: > 0 } address) => address.Split('@')[0] is { Length: > 0 } local ? local : Nobody,
        _ => Nobody,
    };
}
