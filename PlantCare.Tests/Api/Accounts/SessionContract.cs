using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Problems;
using PlantCare.Storage.Relational.People;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Where an account is signed in, and that what has ended is worth nothing at once.</summary>
public abstract class SessionContract(Edition edition)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_tells_where_the_account_is_signed_in_and_which_is_this()
    {
        using var phone = await edition.RegisterAsync();
        using var other = await edition.RegisterAsync();
        using var laptop = await SignInAgainAsync(phone, "Laptop/1.0");

        var sessions = (await laptop.Client.Credentials.ListSessionsAsync(cancellationToken: Cancellation)).Data;

        Assert.Equal([true, false], sessions.Select(session => session.IsCurrent));
        Assert.Equal(["Laptop/1.0", null], sessions.Select(session => session.Client));
        Assert.All(sessions, session => Assert.Equal("password", session.Method));
        Assert.All(sessions, session => Assert.Equal("127.0.0.1", session.Address));
        var page = await laptop.Client.Credentials.ListSessionsAsync(limit: 1, cancellationToken: Cancellation);
        var rest = await laptop.Client.Credentials.ListSessionsAsync(limit: 1, cursor: page.Next, cancellationToken: Cancellation);
        Assert.Equal(sessions.Select(session => session.Id), page.Data.Concat(rest.Data).Select(session => session.Id));
    }

    [Fact]
    public async Task End_session_stops_its_tokens_at_once_and_no_others()
    {
        using var phone = await edition.RegisterAsync();
        using var laptop = await SignInAgainAsync(phone);
        var lost = (await laptop.Client.Credentials.ListSessionsAsync(cancellationToken: Cancellation)).Data.Single(session => !session.IsCurrent);

        await laptop.Client.Credentials.EndSessionAsync(lost.Id, Cancellation);

        await AssertEndedAsync(phone);
        await AssertLiveAsync(laptop);
        Assert.Equal([("session.ended", phone.Me.Id)], await ActionsAsync(phone, "session."));
    }

    [Fact]
    public async Task End_session_of_another_account_is_not_found_and_changes_nothing()
    {
        using var alice = await edition.RegisterAsync();
        using var bob = await edition.RegisterAsync();
        var hers = (await alice.Client.Credentials.ListSessionsAsync(cancellationToken: Cancellation)).Data.Single();

        var refusal = await Assert.ThrowsAsync<ApiException>(() => bob.Client.Credentials.EndSessionAsync(hers.Id, Cancellation));

        Assert.Equal(HttpStatusCode.NotFound, refusal.Status);
        await AssertLiveAsync(alice);
    }

    [Fact]
    public async Task End_other_sessions_leaves_this_one_and_those_of_others()
    {
        using var phone = await edition.RegisterAsync();
        using var other = await edition.RegisterAsync();
        using var tablet = await SignInAgainAsync(phone);
        using var laptop = await SignInAgainAsync(phone);

        await laptop.Client.Credentials.EndOtherSessionsAsync(Cancellation);

        await AssertEndedAsync(phone);
        await AssertEndedAsync(tablet);
        await AssertLiveAsync(laptop);
        await AssertLiveAsync(other);
    }

    [Fact]
    public async Task Logout_ends_the_session_of_its_caller()
    {
        using var phone = await edition.RegisterAsync();
        using var laptop = await SignInAgainAsync(phone);

        await laptop.Client.Auth.LogoutAsync(Cancellation);

        await AssertEndedAsync(laptop);
        await AssertLiveAsync(phone);
        Assert.Equal([("sign_out", (Guid?)phone.Me.Id)], await ActionsAsync(phone, "sign_out"));
    }

    [Fact]
    public async Task New_password_ends_every_session_but_the_one_that_set_it()
    {
        using var phone = await edition.RegisterAsync();
        using var laptop = await SignInAgainAsync(phone);

        using var change = await laptop.Http.SendJsonAsync(
            HttpMethod.Post, "/auth/manage/info", $$"""{"oldPassword":"{{ApiCaller.Password}}","newPassword":"another garden of mine"}""");

        Assert.Equal(HttpStatusCode.OK, change.StatusCode);
        await AssertEndedAsync(phone);
        await AssertLiveAsync(laptop);
        Assert.Equal([("password.changed", (Guid?)phone.Me.Id)], await ActionsAsync(phone, "password."));
    }

    [Fact]
    public async Task Disabled_account_has_no_good_token_left()
    {
        using var caller = await edition.RegisterAsync();

        await edition.LookAsync(database => database.Users.Where(user => user.Id == caller.Me.Id)
            .ExecuteUpdateAsync(user => user.SetProperty(u => u.DisabledAt, TimeProvider.System.GetUtcNow()), Cancellation));

        await AssertEndedAsync(caller);
    }

    [Fact]
    public async Task Live_stream_ends_with_its_session()
    {
        using var phone = await edition.RegisterAsync();
        using var laptop = await SignInAgainAsync(phone);
        await using var lost = await OpenLiveAsync(phone);
        await using var kept = await OpenLiveAsync(laptop);

        await laptop.Client.Credentials.EndOtherSessionsAsync(Cancellation);

        await ReadToEndAsync(lost);
        var another = kept.ReadAsync(new byte[1], Cancellation).AsTask();
        await AssertLiveAsync(laptop);
        Assert.False(another.IsCompleted && await another == 0, "The stream of the session that goes on has ended.");
    }

    [Fact]
    public async Task Login_beyond_a_hundred_sessions_makes_room_by_the_one_used_longest_ago()
    {
        using var caller = await edition.RegisterAsync();
        var now = TimeProvider.System.GetUtcNow();
        var old = Enumerable.Range(1, 99).Select(age => new UserSession
        {
            UserId = caller.Me.Id,
            Method = "password",
            CreatedAt = now.AddHours(-age),
            LastUsedAt = now.AddHours(-age),
            ExpiresAt = now.AddDays(1),
        }).ToList();
        await edition.LookAsync(database =>
        {
            database.AddRange(old);
            return database.SaveChangesAsync(Cancellation);
        });

        using var another = await SignInAgainAsync(caller);

        var left = await edition.LookAsync(database => database.Sessions.Where(session => session.UserId == caller.Me.Id).Select(session => session.Id).ToListAsync(Cancellation));
        Assert.Equal(100, left.Count);
        Assert.DoesNotContain(old[^1].Id, left);
        await AssertLiveAsync(caller);
    }

    private async Task<ApiCaller> SignInAgainAsync(ApiCaller caller, string? client = null)
    {
        var http = edition.CreateClient();
        if (client is not null)
        {
            http.DefaultRequestHeaders.UserAgent.ParseAdd(client);
        }

        return await ApiCaller.SignInAsync(http, caller.Credentials.Email);
    }

    private static async Task AssertEndedAsync(ApiCaller caller)
    {
        using var answer = await caller.Http.GetAsync("/users/me", Cancellation);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        using var refreshed = await caller.Http.SendJsonAsync(HttpMethod.Post, "/auth/refresh", $$"""{"refreshToken":"{{caller.Tokens.RefreshToken}}"}""");
        await refreshed.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static async Task AssertLiveAsync(ApiCaller caller)
    {
        Assert.Equal(caller.Me.Id, (await caller.Client.Auth.GetMeAsync(Cancellation)).Id);
        caller.Use(await caller.Client.Auth.RefreshAsync(caller.Tokens.RefreshToken, Cancellation));
        Assert.Equal(caller.Me.Id, (await caller.Client.Auth.GetMeAsync(Cancellation)).Id);
    }

    private async Task<List<(string Action, Guid? Actor)>> ActionsAsync(ApiCaller caller, string prefix)
    {
        var entries = await edition.LookAsync(database => database.AuditLog
            .Where(entry => entry.UserId == caller.Me.Id && entry.Action.StartsWith(prefix))
            .OrderBy(entry => entry.Id)
            .ToListAsync(Cancellation));
        return [.. entries.Select(entry => (entry.Action, entry.ActorId))];
    }

    private static async Task<Stream> OpenLiveAsync(ApiCaller caller)
    {
        var answer = await caller.Http.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stream = await answer.Content.ReadAsStreamAsync(Cancellation);
        Assert.True(await stream.ReadAsync(new byte[256], Cancellation) > 0);
        return stream;
    }

    private static async Task ReadToEndAsync(Stream stream)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var buffer = new byte[256];
        while (await stream.ReadAsync(buffer, patience.Token) > 0)
        {
            // Heartbeats of before the end.
        }
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeSessionTests(HomeEditionFixture edition) : SessionContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedSessionTests(DistributedEditionFixture edition) : SessionContract(edition);
