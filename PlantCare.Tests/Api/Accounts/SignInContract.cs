using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Audit;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>What a sign-in answers to who guesses, and what is written down of it.</summary>
public abstract class SignInContract(Edition edition)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_to_an_account_that_is_not_there_is_answered_as_one_with_a_wrong_password()
    {
        using var caller = await edition.RegisterAsync();
        using var anonymous = edition.CreateClient();
        var nobody = $"{Guid.CreateVersion7():n}@example.com";

        var (known, unknown) = (new List<string>(), new List<string>());
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            known.Add(await AnswerAsync(anonymous, caller.Credentials.Email, $"guess number {attempt}"));
            unknown.Add(await AnswerAsync(anonymous, nobody, $"guess number {attempt}"));
        }

        Assert.Equal(known, unknown);
        Assert.StartsWith("401", known[4], StringComparison.Ordinal);
        Assert.StartsWith("429", known[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_is_locked_for_twice_as_long_after_each_further_wrong_password()
    {
        using var caller = await edition.RegisterAsync();
        using var anonymous = edition.CreateClient();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await AnswerAsync(anonymous, caller.Credentials.Email, $"guess number {attempt}");
        }

        await LockUntilAsync(caller, TimeProvider.System.GetUtcNow().AddHours(1));
        using var right = await LoginAsync(anonymous, caller.Credentials.Email, ApiCaller.Password);
        await right.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        await LockUntilAsync(caller, TimeProvider.System.GetUtcNow());
        await AnswerAsync(anonymous, caller.Credentials.Email, "guess number 6");
        await LockUntilAsync(caller, TimeProvider.System.GetUtcNow());
        using var open = await LoginAsync(anonymous, caller.Credentials.Email, ApiCaller.Password);

        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(
            ["for 0:01:00 after 6 wrong attempts", "for 0:00:30 after 5 wrong attempts"],
            (await caller.Client.Users.ListAuditAsync(cancellationToken: Cancellation)).Data.Where(entry => entry.Action == "sign_in.locked").Select(entry => entry.Detail));
        Assert.Equal(0, await edition.LookAsync(database => database.Users.Where(user => user.Id == caller.Me.Id).Select(user => user.AccessFailedCount).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Login_with_many_guesses_at_once_judges_no_more_than_one_after_the_other()
    {
        using var caller = await edition.RegisterAsync();
        using var anonymous = edition.CreateClient();

        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(guess => AnswerAsync(anonymous, caller.Credentials.Email, $"guess number {guess}")));

        Assert.Equal(5, answers.Count(answer => answer.StartsWith("401", StringComparison.Ordinal)));
        Assert.Equal(7, answers.Count(answer => answer.StartsWith("429", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Login_to_a_disabled_account_says_so_to_who_knows_the_password_and_to_nobody_else()
    {
        using var caller = await edition.RegisterAsync();
        using var anonymous = edition.CreateClient();
        await edition.LookAsync(database => database.Users.Where(user => user.Id == caller.Me.Id)
            .ExecuteUpdateAsync(user => user.SetProperty(u => u.DisabledAt, TimeProvider.System.GetUtcNow()), Cancellation));

        Assert.Contains("password", await AnswerAsync(anonymous, caller.Credentials.Email, "a wrong guess"), StringComparison.Ordinal);
        Assert.Contains("disabled", await AnswerAsync(anonymous, caller.Credentials.Email, ApiCaller.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_log_tells_of_sign_ins_failures_and_locks_and_holds_no_password()
    {
        using var caller = await edition.RegisterAsync();
        using var anonymous = edition.CreateClient();
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await AnswerAsync(anonymous, caller.Credentials.Email, "a wrong guess of mine");
        }

        await AnswerAsync(anonymous, "a.password.in.the.wrong.field", "a wrong guess of mine");

        var entries = (await caller.Client.Users.ListAuditAsync(cancellationToken: Cancellation)).Data;
        Assert.Equal(
            ["sign_in.failed", "sign_in.locked", "sign_in.failed", "sign_in.failed", "sign_in.failed", "sign_in.failed", "sign_in", "account.registered"],
            entries.Select(entry => entry.Action));
        Assert.Equal(("for 0:00:30 after 5 wrong attempts", (Guid?)null), (entries[1].Detail, entries[1].ActorId));
        var all = await edition.LookAsync(database => database.AuditLog.ToListAsync(Cancellation));
        Assert.Contains(all, entry => entry is { UserId: null, Action: "sign_in.failed", Detail: "no such account" });
        foreach (var secret in new[] { ApiCaller.Password, "a wrong guess of mine", "wrong.field", caller.Tokens.AccessToken, caller.Tokens.RefreshToken })
        {
            Assert.DoesNotContain(all, entry => $"{entry.Actor} {entry.Subject} {entry.Detail} {entry.Client}".Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Audit_log_tells_of_passwords_addresses_and_devices()
    {
        using var caller = await edition.RegisterAsync();
        using var wrong = await ChangePasswordAsync(caller, "not the password");
        await wrong.ProblemAsync(HttpStatusCode.BadRequest);
        using var right = await ChangePasswordAsync(caller, ApiCaller.Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        await edition.LookAsync(database => database.Users.Where(user => user.Id == caller.Me.Id)
            .ExecuteUpdateAsync(user => user.SetProperty(u => u.EmailConfirmed, true), Cancellation));
        using var anonymous = edition.CreateClient();
        using var forgotten = await anonymous.SendJsonAsync(HttpMethod.Post, "/auth/forgotPassword", $$"""{"email":"{{caller.Credentials.Email}}"}""");
        Assert.Equal(HttpStatusCode.OK, forgotten.StatusCode);
        var device = await caller.AddDeviceAsync();
        await caller.Client.Devices.DeleteAsync(device.DeviceId, Cancellation);

        var entries = (await caller.Client.Users.ListAuditAsync(limit: 6, cancellationToken: Cancellation)).Data;
        Assert.Equal(
            [
                ("device.deleted", caller.Me.Id), ("device.added", caller.Me.Id), ("password.reset_requested", null), ("password.changed", caller.Me.Id),
                ("sign_in.failed", caller.Me.Id), ("sign_in", caller.Me.Id),
            ],
            entries.Select(Told));
    }

    private static (string Action, Guid? Actor) Told(AuditEntryResponse entry) => (entry.Action, entry.ActorId);

    private static Task<HttpResponseMessage> ChangePasswordAsync(ApiCaller caller, string old) => caller.Http.SendJsonAsync(
        HttpMethod.Post, "/auth/manage/info", $$"""{"oldPassword":"{{old}}","newPassword":"another garden of mine"}""");

    private static Task<HttpResponseMessage> LoginAsync(HttpClient http, string email, string password) =>
        http.SendJsonAsync(HttpMethod.Post, "/auth/login", $$"""{"email":"{{email}}","password":"{{password}}"}""");

    // Without what differs by the second.
    private static async Task<string> AnswerAsync(HttpClient http, string email, string password)
    {
        using var answer = await LoginAsync(http, email, password);
        var problem = await answer.ProblemAsync(answer.StatusCode);
        var wait = answer.Headers.RetryAfter?.Delta?.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var detail = problem.GetProperty("detail").GetString()!;
        return $"{(int)answer.StatusCode} {(wait is null ? detail : detail.Replace(wait, "some", StringComparison.Ordinal))}";
    }

    private Task<int> LockUntilAsync(ApiCaller caller, DateTimeOffset until) => edition.LookAsync(database => database.Users.Where(user => user.Id == caller.Me.Id)
        .ExecuteUpdateAsync(user => user.SetProperty(u => u.LockoutEnd, until), Cancellation));
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeSignInTests(HomeEditionFixture edition) : SignInContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedSignInTests(DistributedEditionFixture edition) : SignInContract(edition);
