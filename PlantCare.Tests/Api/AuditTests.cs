using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Audit;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Tests.Api;

/// <summary>The audit log: who reads what of it, and for how long it is kept.</summary>
[Collection(ApiTests.Name)]
public sealed class AuditTests(ApiFixture api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListMyAudit_gives_the_callers_entries_newest_first_in_parts()
    {
        using var alice = await api.Host.RegisterAsync();
        using var bob = await api.Host.RegisterAsync();
        await WriteAsync(alice, "one", "two", "three");
        await WriteAsync(bob, "four");

        var first = await alice.Client.Users.ListAuditAsync(limit: 2, cancellationToken: Cancellation);
        var second = await alice.Client.Users.ListAuditAsync(limit: 2, first.Next, Cancellation);

        Assert.Equal(["three", "two"], Ours(first.Data));
        Assert.Equal("one", Ours(second.Data)[0]);
        Assert.All(first.Data, entry => Assert.Equal(alice.Me.Id, entry.UserId));
        Assert.DoesNotContain("four", Ours((await alice.Client.Users.ListAuditAsync(cancellationToken: Cancellation)).Data));
    }

    [Fact]
    public async Task ListMyAudit_tells_where_strangers_came_from_and_not_where_other_accounts_are()
    {
        using var alice = await api.Host.RegisterAsync();
        await api.Host.LookAsync(async database =>
        {
            database.AddRange(
                Entry(alice.Me.Id, api.Administrator.Me.Id, "by.another"), Entry(alice.Me.Id, actor: null, "by.stranger"), Entry(alice.Me.Id, alice.Me.Id, "by.herself"));
            return await database.SaveChangesAsync(Cancellation);
        });

        var seen = (await alice.Client.Users.ListAuditAsync(limit: 3, cancellationToken: Cancellation)).Data;
        Assert.Equal([("by.herself", "192.0.2.7"), ("by.stranger", "192.0.2.7"), ("by.another", null)], seen.Select(entry => (entry.Action, entry.Address)));
        Assert.Equal(["curl", "curl", null], seen.Select(entry => entry.Client));

        var known = (await api.Administrator.Client.Administration.ListAuditAsync(alice.Me.Id, limit: 3, cancellationToken: Cancellation)).Data;
        Assert.All(known, entry => Assert.Equal("192.0.2.7", entry.Address));
    }

    [Fact]
    public async Task ListAudit_gives_an_administrator_all_or_one_accounts_and_nobody_else_any()
    {
        using var alice = await api.Host.RegisterAsync();
        using var bob = await api.Host.RegisterAsync();
        await WriteAsync(alice, "hers");
        await WriteAsync(bob, "his");
        await api.Host.Services.GetRequiredService<AuditLog>().WriteAsync(userId: null, "the_systems");

        var all = await ReadAllAsync(userId: null);
        Assert.Empty(((string[])["hers", "his", "the_systems"]).Except(all.Select(entry => entry.Action)));
        Assert.Equal(all.Select(entry => entry.Id).OrderDescending(), all.Select(entry => entry.Id));
        Assert.Contains("hers", (await ReadAllAsync(alice.Me.Id)).Select(entry => entry.Action));
        Assert.All(await ReadAllAsync(alice.Me.Id), entry => Assert.Equal(alice.Me.Id, entry.UserId));

        using var refused = await alice.Http.GetAsync($"/admin/audit?user_id={alice.Me.Id}", Cancellation);
        await refused.ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task ListMyAudit_with_a_cursor_that_is_none_is_refused()
    {
        using var answer = await api.Administrator.Http.GetAsync("/users/me/audit?cursor=nonsense", Cancellation);

        Assert.NotEmpty(await answer.FaultOfAsync("cursor"));
    }

    [Fact]
    public async Task Entries_older_than_the_retention_go_and_younger_ones_stay()
    {
        await using var host = await ApiHost.StartAsync(("Audit:Retention", "30.00:00:00"));
        using var alice = await host.RegisterAsync();
        var now = TimeProvider.System.GetUtcNow();
        await host.LookAsync(async database =>
        {
            database.AddRange(Entry(alice.Me.Id, null, "old", now.AddDays(-31)), Entry(null, null, "old", now.AddDays(-90)), Entry(alice.Me.Id, null, "young", now.AddDays(-29)));
            return await database.SaveChangesAsync(Cancellation);
        });

        Assert.Equal(2, await host.Services.GetRequiredService<AuditRetention>().DeleteOldAsync(Cancellation));

        var left = await host.LookAsync(database => database.AuditLog.Select(entry => entry.Action).ToListAsync(Cancellation));
        Assert.Contains("young", left);
        Assert.DoesNotContain("old", left);
    }

    private static AuditEntry Entry(Guid? userId, Guid? actor, string action, DateTimeOffset? at = null) => new()
    {
        UserId = userId,
        ActorId = actor,
        Actor = "somebody",
        Action = action,
        Address = "192.0.2.7",
        Client = "curl",
        At = at ?? TimeProvider.System.GetUtcNow(),
    };

    private static List<string> Ours(IEnumerable<AuditEntryResponse> entries) => [.. entries.Select(entry => entry.Action)];

    private async Task WriteAsync(ApiCaller about, params string[] actions)
    {
        foreach (var action in actions)
        {
            await api.Host.Services.GetRequiredService<AuditLog>().WriteAsync(about.Me.Id, action);
        }
    }

    private async Task<List<AuditEntryResponse>> ReadAllAsync(Guid? userId)
    {
        var all = new List<AuditEntryResponse>();
        string? next = null;
        do
        {
            var page = await api.Administrator.Client.Administration.ListAuditAsync(userId, limit: 50, next, Cancellation);
            all.AddRange(page.Data);
            next = page.Next;
        }
        while (next is not null);
        return all;
    }
}
