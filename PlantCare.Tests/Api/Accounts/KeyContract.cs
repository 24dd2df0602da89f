using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Tests.Editions;
using PlantCare.Tests.EndToEnd.Distributed;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Keys for scripts: what they open, and what they never do.</summary>
public abstract class KeyContract(Edition edition)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_does_what_its_scopes_say_and_nothing_else()
    {
        using var owner = await edition.RegisterAsync();
        var plant = await owner.AddPlantAsync("Basil");
        var made = await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("  Weather script ", ["read", "read"]), Cancellation);
        using var reader = edition.CreateClient(made.Key);
        using var writer = edition.CreateClient((await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Writer", ["write"]), Cancellation)).Key);

        Assert.Equal(("Weather script", made.Key[..12]), (made.Name, made.Prefix));
        Assert.Equal(["read"], made.Scopes);
        Assert.Contains(plant.Id.ToString(), await reader.GetStringAsync("/plants", Cancellation), StringComparison.Ordinal);
        using var forbidden = await reader.SendJsonAsync(HttpMethod.Post, "/plants", """{"name":"Mint"}""");
        Assert.Contains("'write'", (await forbidden.ProblemAsync(HttpStatusCode.Forbidden)).GetProperty("detail").GetString()!, StringComparison.Ordinal);
        using var added = await writer.SendJsonAsync(HttpMethod.Post, "/plants", """{"name":"Mint"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var unseen = await writer.GetAsync("/plants", Cancellation);
        await unseen.ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Key_is_kept_as_a_hash_and_known_by_its_first_characters()
    {
        using var owner = await edition.RegisterAsync();
        using var other = await edition.RegisterAsync();
        var made = await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Script", ["command", "read"]), Cancellation);
        using var script = edition.CreateClient(made.Key);

        var before = (await owner.Client.Credentials.ListKeysAsync(cancellationToken: Cancellation)).Data.Single();
        await script.GetStringAsync("/plants", Cancellation);
        var after = (await owner.Client.Credentials.ListKeysAsync(cancellationToken: Cancellation)).Data.Single();

        Assert.Equal(["read", "command"], before.Scopes);
        Assert.Null(before.LastUsedAt);
        Assert.NotNull(after.LastUsedAt);
        Assert.StartsWith(before.Prefix, made.Key, StringComparison.Ordinal);
        Assert.Empty((await other.Client.Credentials.ListKeysAsync(cancellationToken: Cancellation)).Data);
        var row = await edition.LookAsync(database => database.ApiKeys.SingleAsync(key => key.Id == made.Id, Cancellation));
        Assert.Equal(32, row.KeyHash.Length);
        Assert.DoesNotContain(made.Key, Encoding.Latin1.GetString(row.KeyHash) + row.Name + row.Prefix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_was_deleted_or_is_over_is_worth_nothing_at_once()
    {
        using var owner = await edition.RegisterAsync();
        var soon = TimeProvider.System.GetUtcNow().AddHours(1);
        var deleted = await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Deleted", ["read"]), Cancellation);
        var over = await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Over", ["read"], soon), Cancellation);
        Assert.Equal(soon, over.ExpiresAt!.Value, TimeSpan.FromMilliseconds(1));
        using var first = edition.CreateClient(deleted.Key);
        using var second = edition.CreateClient(over.Key);
        await first.GetStringAsync("/plants", Cancellation);
        await second.GetStringAsync("/plants", Cancellation);

        await owner.Client.Credentials.DeleteKeyAsync(deleted.Id, Cancellation);
        await edition.LookAsync(database => database.ApiKeys.Where(key => key.Id == over.Id)
            .ExecuteUpdateAsync(key => key.SetProperty(k => k.ExpiresAt, soon.AddHours(-2)), Cancellation));

        foreach (var script in new[] { first, second })
        {
            using var answer = await script.GetAsync("/plants", Cancellation);
            await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        }

        var actions = await edition.LookAsync(database => database.AuditLog
            .Where(entry => entry.UserId == owner.Me.Id && entry.Action.StartsWith("key.")).OrderBy(entry => entry.Id).Select(entry => entry.Action + " " + entry.Subject).ToListAsync(Cancellation));
        Assert.Equal(["key.created Deleted", "key.created Over", "key.deleted Deleted"], actions);
    }

    [Fact]
    public async Task Live_stream_ends_when_its_key_is_over()
    {
        using var owner = await edition.RegisterAsync();
        var soon = TimeProvider.System.GetUtcNow().AddHours(1);
        var over = await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Over", ["read"], soon), Cancellation);
        var good = await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Good", ["read"], soon), Cancellation);
        using var first = edition.CreateClient(over.Key);
        using var second = edition.CreateClient(good.Key);
        await using var ending = await LiveWatcher.StartAsync(new PlantCareClient(first));
        await using var lasting = await LiveWatcher.StartAsync(new PlantCareClient(second));

        // Nobody tells a stream that time has passed: it looks by itself.
        await edition.LookAsync(database => database.ApiKeys.Where(key => key.Id == over.Id)
            .ExecuteUpdateAsync(key => key.SetProperty(k => k.ExpiresAt, soon.AddHours(-2)), Cancellation));

        await ending.EndedAsync();
        Assert.True(lasting.IsWatching);
    }

    [Fact]
    public async Task Delete_key_of_another_account_is_not_found_and_ends_nothing()
    {
        using var alice = await edition.RegisterAsync();
        using var bob = await edition.RegisterAsync();
        var hers = await alice.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Hers", ["read"]), Cancellation);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => bob.Client.Credentials.DeleteKeyAsync(hers.Id, Cancellation));

        Assert.Equal(HttpStatusCode.NotFound, refusal.Status);
        using var script = edition.CreateClient(hers.Key);
        await script.GetStringAsync("/plants", Cancellation);
    }

    [Fact]
    public async Task Create_key_beyond_the_fiftieth_is_refused()
    {
        using var owner = await edition.RegisterAsync();
        for (var number = 1; number <= 50; number++)
        {
            await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest($"Key {number}", ["read"]), Cancellation);
        }

        var refusal = await Assert.ThrowsAsync<ApiException>(
            () => owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("One more", ["read"]), Cancellation));

        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
        var keys = await owner.Client.Credentials.ListKeysAsync(limit: 49, cancellationToken: Cancellation);
        var rest = await owner.Client.Credentials.ListKeysAsync(cursor: keys.Next, cancellationToken: Cancellation);
        Assert.Equal((49, 1, "Key 50", "Key 1"), (keys.Count, rest.Count, keys.Data[0].Name, rest.Data[0].Name));
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeKeyTests(HomeEditionFixture edition) : KeyContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedKeyTests(DistributedEditionFixture edition) : KeyContract(edition);
