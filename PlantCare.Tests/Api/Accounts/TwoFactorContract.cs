using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Accounts.TwoFactor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Tests.Editions;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>A second factor, from the key on the screen to the code on paper.</summary>
public abstract class TwoFactorContract(Edition edition)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Second_factor_is_asked_for_once_it_is_on()
    {
        using var caller = await edition.RegisterAsync();
        var (key, status) = await TurnOnAsync(caller);

        Assert.True(status.IsTwoFactorEnabled);
        Assert.Equal((10, 10), (status.RecoveryCodesLeft, status.RecoveryCodes!.Distinct(StringComparer.Ordinal).Count()));
        Assert.True((await caller.Client.Auth.GetMeAsync(Cancellation)).TwoFactor);
        Assert.Equal("RequiresTwoFactor", (await RefusedAsync(() => caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation))).Problem.Detail);
        await RefusedAsync(() => caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor(Code: "000000"), Cancellation));

        var code = await UnusedCodeAsync(caller, key);
        Assert.NotEmpty((await caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor(code), Cancellation)).AccessToken);

        Assert.Equal(
            [("sign_in", "with a code"), ("sign_in.failed", "a wrong code"), ("two_factor.changed", "new recovery codes"), ("two_factor.changed", "on")],
            (await caller.Client.Users.ListAuditAsync(limit: 4, cancellationToken: Cancellation)).Data.Select(entry => (entry.Action, entry.Detail)));
    }

    [Fact]
    public async Task Code_opens_the_account_once()
    {
        using var caller = await edition.RegisterAsync();
        var (key, _) = await TurnOnAsync(caller);
        var code = await UnusedCodeAsync(caller, key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var http = edition.CreateClient();
            using var answer = await http.SendJsonAsync(
                HttpMethod.Post,
                "/auth/login",
                $$"""{"email":"{{caller.Credentials.Email}}","password":"{{ApiCaller.Password}}","twoFactorCode":"{{code}}"}""");
            return answer.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Recovery_code_opens_the_account_once_however_it_is_written()
    {
        using var caller = await edition.RegisterAsync();
        var (_, status) = await TurnOnAsync(caller);
        var code = status.RecoveryCodes![3];
        var copied = new SecondFactor(RecoveryCode: " " + code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant());

        Assert.NotEmpty((await caller.Client.Auth.LoginAsync(caller.Credentials, copied, Cancellation)).AccessToken);
        await RefusedAsync(() => caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor(RecoveryCode: code), Cancellation));

        Assert.Equal(9, (await caller.Client.Credentials.GetTwoFactorAsync(Cancellation)).RecoveryCodesLeft);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_though_the_password_is_right()
    {
        using var caller = await edition.RegisterAsync();
        var (_, status) = await TurnOnAsync(caller);
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await RefusedAsync(() => caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor("12345"), Cancellation));
            await RefusedAsync(() => caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation));
        }

        await RefusedAsync(() => caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor(RecoveryCode: "AAAAA-BBBBB"), Cancellation));
        var locked = await Assert.ThrowsAsync<ApiException>(
            () => caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor(RecoveryCode: status.RecoveryCodes![0]), Cancellation));

        Assert.Equal(HttpStatusCode.TooManyRequests, locked.Status);
    }

    [Fact]
    public async Task Turning_on_takes_a_code_of_the_key()
    {
        using var caller = await edition.RegisterAsync();
        var before = await caller.Client.Credentials.GetTwoFactorAsync(Cancellation);
        Assert.Equal(
            $"otpauth://totp/PlantCare:ada%40example.com?secret={before.SharedKey}&issuer=PlantCare&algorithm=SHA1&digits=6&period=30",
            before.AuthenticatorUri("ada@example.com"));

        using var answer = await caller.Http.SendJsonAsync(HttpMethod.Post, "/auth/manage/2fa", """{"enable":true,"twoFactorCode":"000000"}""");

        Assert.NotEmpty(await answer.FaultOfAsync("InvalidTwoFactorCode"));
        Assert.False((await caller.Client.Auth.GetMeAsync(Cancellation)).TwoFactor);
    }

    [Fact]
    public async Task Stolen_token_neither_learns_the_key_nor_turns_the_second_factor_off()
    {
        using var caller = await edition.RegisterAsync();
        var (key, status) = await TurnOnAsync(caller);

        Assert.Equal(("", ""), (status.SharedKey, (await caller.Client.Credentials.GetTwoFactorAsync(Cancellation)).SharedKey));
        foreach (var body in new[] { """{"enable":false}""", """{"resetSharedKey":true}""", """{"resetRecoveryCodes":true}""" })
        {
            using var answer = await caller.Http.SendJsonAsync(HttpMethod.Post, "/auth/manage/2fa", body);
            Assert.Contains("password", (await answer.ProblemAsync(HttpStatusCode.Forbidden)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await RefusedAsync(() => caller.Client.Credentials.DisableTwoFactorAsync(new ConfirmPasswordRequest(), Cancellation), HttpStatusCode.Forbidden);
        await RefusedAsync(() => caller.Client.Credentials.RenewRecoveryCodesAsync(new ConfirmPasswordRequest("not it at all"), Cancellation), HttpStatusCode.Forbidden);
        Assert.NotEmpty((await caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor(await UnusedCodeAsync(caller, key)), Cancellation)).AccessToken);
    }

    [Fact]
    public async Task Password_renews_the_recovery_codes_and_turns_the_second_factor_off()
    {
        using var caller = await edition.RegisterAsync();
        var (key, status) = await TurnOnAsync(caller);
        var password = new ConfirmPasswordRequest(ApiCaller.Password);

        var renewed = await caller.Client.Credentials.RenewRecoveryCodesAsync(password, Cancellation);
        Assert.Equal(10, renewed.RecoveryCodes.Count);
        await RefusedAsync(() => caller.Client.Auth.LoginAsync(caller.Credentials, new SecondFactor(RecoveryCode: status.RecoveryCodes![0]), Cancellation));
        await caller.Client.Credentials.DisableTwoFactorAsync(password, Cancellation);

        Assert.NotEmpty((await caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation)).AccessToken);
        var after = await caller.Client.Credentials.GetTwoFactorAsync(Cancellation);
        Assert.Equal((false, 0), (after.IsTwoFactorEnabled, after.RecoveryCodesLeft));
        Assert.NotEqual(key, after.SharedKey);
        await RefusedAsync(() => caller.Client.Credentials.DisableTwoFactorAsync(password, Cancellation), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Database_holds_neither_the_key_nor_the_codes()
    {
        using var caller = await edition.RegisterAsync();
        var (key, status) = await TurnOnAsync(caller);

        var rows = await edition.LookAsync(database => database.UserTokens.Where(token => token.UserId == caller.Me.Id).ToListAsync(Cancellation));

        Assert.Contains(rows, row => row.Name == "AuthenticatorKey");
        Assert.Contains(rows, row => row.Name == "RecoveryCodes");
        foreach (var secret in status.RecoveryCodes!.Append(key))
        {
            Assert.DoesNotContain(rows, row => row.Value!.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static async Task<(string Key, TwoFactorStatus Status)> TurnOnAsync(ApiCaller caller)
    {
        var key = (await caller.Client.Credentials.GetTwoFactorAsync(Cancellation)).SharedKey;
        var status = await caller.Client.Credentials.EnableTwoFactorAsync(TimeCode.Of(TimeCode.ReadKey(key), TimeCode.StepAt(TimeProvider.System.GetUtcNow())), Cancellation);
        return (key, status);
    }

    // The one that turned the second factor on is used up; the next one is good a step early.
    private async Task<string> UnusedCodeAsync(ApiCaller caller, string key)
    {
        var used = await edition.LookAsync(database => database.UserTokens.SingleAsync(token => token.UserId == caller.Me.Id && token.Name == "LastTimeStep", Cancellation));
        var next = long.Parse(used.Value!, CultureInfo.InvariantCulture) + 1;
        await Until.TrueAsync(() => Task.FromResult(TimeCode.StepAt(TimeProvider.System.GetUtcNow()) >= next - 1), Cancellation);
        return TimeCode.Of(TimeCode.ReadKey(key), next);
    }

    private static async Task<ApiException> RefusedAsync(Func<Task> call, HttpStatusCode status = HttpStatusCode.Unauthorized)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal(status, refusal.Status);
        return refusal;
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeTwoFactorTests(HomeEditionFixture edition) : TwoFactorContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedTwoFactorTests(DistributedEditionFixture edition) : TwoFactorContract(edition);
