using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Tests.Api.Attacks;

/// <summary>What nobody may set: members that our tables have and no request has, each with a value that is found again wherever it went.</summary>
internal static class Forgeries
{
    public const double Number = 12.345678;
    public const string Text = "forged by a stranger";
    public static readonly Guid Id = Guid.Parse("0f0f0f0f-aaaa-4bbb-8ccc-00000000f00d");
    public static readonly DateTimeOffset Time = new(1999, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string[] Ids =
    [
        "id", "user_id", "owner_id", "holder_id", "author_id", "plant_id", "place_id", "requested_by_id", "created_by_id", "actor_id", "device_row_id", "tenant_id",
    ];

    private static readonly string[] Times =
    [
        "created_at", "last_seen", "last_used_at", "disabled_at", "used_at", "opened_at", "acknowledged_at", "resolved_at", "finished_at", "claimed_at",
        "announced_at", "accept_before", "previous_secret_until", "erased_at", "lockout_end",
    ];

    private static readonly string[] Texts =
    [
        "secret", "secret_hash", "secret_protected", "previous_secret_hash", "key", "key_hash", "key_protected", "code_hash", "token", "token_hash", "prefix",
        "password_hash", "security_stamp", "concurrency_stamp", "telegram_id", "user_name", "normalized_email", "author", "requested_by", "acknowledged_by",
        "resolved_by", "firmware", "photo_type", "owner", "label", "method", "client", "address", "subject", "actor",
    ];

    private static readonly string[] Numbers = ["battery", "rssi", "interval_seconds", "access_failed_count", "plants", "limit", "version"];

    private static readonly string[] Flags =
        ["is_administrator", "administrator", "email_confirmed", "two_factor_enabled", "two_factor", "online", "is_system", "phone_number_confirmed", "lockout_enabled"];

    /// <summary>Adds all that the request has no member for, in each way that one could write it.</summary>
    /// <param name="body">The request.</param>
    /// <param name="known">Its own members.</param>
    public static void AddTo(JsonObject body, IReadOnlyCollection<string> known)
    {
        var own = known.Select(Plain).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in All().Where(forgery => !own.Contains(Plain(forgery.Name))))
        {
            var pascal = string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            foreach (var spelling in new[] { name, pascal, char.ToLowerInvariant(pascal[0]) + pascal[1..] }.Distinct(StringComparer.Ordinal))
            {
                body[spelling] = JsonSerializer.SerializeToNode(value);
            }
        }
    }

    /// <summary>Where in the database any of the values has come to be. What could not be stored is kept as it came, and is no row of ours.</summary>
    public static async Task<List<string>> FindAsync(PlantCareContext database, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var type in database.Model.GetEntityTypes().Where(type => !type.HasSharedClrType && !type.IsOwned() && type.ClrType != typeof(DeadLetterRow)))
        {
            var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type.ClrType).Invoke(database, null)!;
            foreach (var row in await set.AsNoTracking().IgnoreQueryFilters().ToListAsync(cancellationToken))
            {
                found.AddRange(type.GetProperties()
                    .Where(property => property.PropertyInfo?.GetValue(row) is { } value && IsForged(value))
                    .Select(property => $"{type.ClrType.Name}.{property.Name}"));
            }
        }

        return found;
    }

    private static bool IsForged(object value) => value switch
    {
        Guid id => id == Id,
        DateTimeOffset time => time == Time,
        double number => Math.Abs(number - Number) < 1e-9,
        string text => text.Contains(Text, StringComparison.Ordinal) || text.Contains(Id.ToString(), StringComparison.OrdinalIgnoreCase),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}").Contains(Text, StringComparison.Ordinal),
    };

    private static IEnumerable<(string Name, object Value)> All() =>
    [
        .. Ids.Select(name => (name, (object)Id)), .. Times.Select(name => (name, (object)Time)), .. Texts.Select(name => (name, (object)Text)),
        .. Numbers.Select(name => (name, (object)Number)), .. Flags.Select(name => (name, (object)true)), ("role", "owner"), ("state", "resolved"), ("status", "success"),
    ];

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
