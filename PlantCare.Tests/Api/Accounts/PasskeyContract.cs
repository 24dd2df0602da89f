using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Accounts.Passkeys;
using PlantCare.Api.Accounts.TwoFactor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Tests.Editions;
using PlantCare.Tests.Web.Session;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Passkeys: what they open, and what does not open with them.</summary>
public abstract class PasskeyContract(Edition edition) : IDisposable
{
    private readonly HttpClient _anonymous = edition.CreateClient();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PlantCareClient Anonymous => new(_anonymous);

    public void Dispose()
    {
        _anonymous.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Passkey_signs_in_without_password_or_code_until_it_is_removed()
    {
        using var caller = await edition.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        var added = await passkey.AddToAsync(caller, "My phone");
        Assert.Equal((passkey.Id, "My phone", false), (added.Id, added.Name, added.Synced));

        using var http = edition.CreateClient();
        var client = new PlantCareClient(http);
        var tokens = await SignInAsync(client, passkey);
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        Assert.Equal(caller.Me.Id, (await client.Auth.GetMeAsync(Cancellation)).Id);
        Assert.Equal("passkey", (await client.Credentials.ListSessionsAsync(cancellationToken: Cancellation)).Data.Single(session => session.IsCurrent).Method);
        Assert.NotEmpty((await client.Auth.RefreshAsync(tokens.RefreshToken, Cancellation)).AccessToken);

        Assert.Equal("Key ring", (await client.Passkeys.RenameAsync(added.Id, "Key ring", Cancellation)).Name);
        Assert.Equal(["Key ring"], (await client.Passkeys.ListAsync(cancellationToken: Cancellation)).Data.Select(one => one.Name));
        await client.Passkeys.RemoveAsync(added.Id, Cancellation);
        await RefusedAsync(() => SignInAsync(client, passkey), HttpStatusCode.Unauthorized);
        await RefusedAsync(() => client.Passkeys.RemoveAsync(added.Id, Cancellation), HttpStatusCode.NotFound);
        Assert.Equal(
            [("passkey.removed", "Key ring"), ("passkey.renamed", "Key ring"), ("sign_in", "passkey"), ("passkey.added", "My phone")],
            (await client.Users.ListAuditAsync(limit: 4, cancellationToken: Cancellation)).Data.Select(entry => (entry.Action, entry.Subject)));
    }

    [Fact]
    public async Task Passkey_is_both_factors()
    {
        using var caller = await edition.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        await passkey.AddToAsync(caller);
        var key = TimeCode.ReadKey((await caller.Client.Credentials.GetTwoFactorAsync(Cancellation)).SharedKey);
        await caller.Client.Credentials.EnableTwoFactorAsync(TimeCode.Of(key, TimeCode.StepAt(TimeProvider.System.GetUtcNow())), Cancellation);
        await RefusedAsync(() => Anonymous.Auth.LoginAsync(caller.Credentials, Cancellation), HttpStatusCode.Unauthorized);

        Assert.NotEmpty((await SignInAsync(Anonymous, passkey)).AccessToken);

        // One that asks for neither finger nor PIN is none.
        passkey.Verifies = false;
        await RefusedAsync(() => SignInAsync(Anonymous, passkey), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Passkey_is_added_by_who_has_the_password_and_by_nobody_else()
    {
        using var caller = await edition.RegisterAsync();
        using var other = await edition.RegisterAsync();
        using var passkey = new SoftwarePasskey();

        foreach (var password in new[] { null, "not it at all" })
        {
            await RefusedAsync(
                () => caller.Client.Passkeys.GetNewOptionsAsync(new NewPasskeyOptionsRequest(passkey.Origin, password), Cancellation), HttpStatusCode.Forbidden);
        }

        // What one account was asked is no answer of another's; nor is it one twice, or in place of a sign-in.
        var asked = await caller.Client.Passkeys.GetNewOptionsAsync(new NewPasskeyOptionsRequest(passkey.Origin, ApiCaller.Password), Cancellation);
        var request = new CreatePasskeyRequest(asked.State, passkey.Create(asked.Options));
        await RefusedAsync(() => other.Client.Passkeys.AddAsync(request, Cancellation), HttpStatusCode.BadRequest);
        var added = await caller.Client.Passkeys.AddAsync(request, Cancellation);
        await caller.Client.Passkeys.RemoveAsync(added.Id, Cancellation);
        await RefusedAsync(() => caller.Client.Passkeys.AddAsync(request, Cancellation), HttpStatusCode.BadRequest);
        await RefusedAsync(() => Anonymous.Passkeys.LoginAsync(asked.State, request.Credential, Cancellation), HttpStatusCode.Unauthorized);

        // Nobody else's passkey is theirs to name or to remove.
        await passkey.AddToAsync(caller);
        Assert.Empty((await other.Client.Passkeys.ListAsync(cancellationToken: Cancellation)).Data);
        await RefusedAsync(() => other.Client.Passkeys.RenameAsync(passkey.Id, "Mine", Cancellation), HttpStatusCode.NotFound);
        await RefusedAsync(() => other.Client.Passkeys.RemoveAsync(passkey.Id, Cancellation), HttpStatusCode.NotFound);
        Assert.NotEmpty((await SignInAsync(Anonymous, passkey)).AccessToken);
    }

    [Fact]
    public async Task Answer_is_good_once()
    {
        using var caller = await edition.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        await passkey.AddToAsync(caller);
        var client = Anonymous;
        var asked = await client.Passkeys.GetOptionsAsync(passkey.Origin, Cancellation);

        // Each a right one of its own, so that nothing but the challenge is spent.
        var answers = Enumerable.Range(0, 4).Select(_ => passkey.Get(asked.Options)).ToList();
        var signIns = new List<bool>();
        foreach (var answer in answers)
        {
            signIns.Add(await OpensAsync(() => client.Passkeys.LoginAsync(asked.State, answer, Cancellation)));
        }

        Assert.Equal([true, false, false, false], signIns);
        Assert.Equal("a wrong answer of a passkey", (await caller.Client.Users.ListAuditAsync(limit: 1, cancellationToken: Cancellation)).Data.Single().Detail);
    }

    [Fact]
    public async Task Answers_that_open_nothing_are_answered_alike()
    {
        using var caller = await edition.RegisterAsync();
        using var other = await edition.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        using var others = new SoftwarePasskey();
        using var unknown = new SoftwarePasskey { UserHandle = "bm9ib2R5" };
        await passkey.AddToAsync(caller);
        await others.AddToAsync(other);
        var client = Anonymous;
        var asked = await client.Passkeys.GetOptionsAsync(passkey.Origin, Cancellation);
        var elsewhere = await client.Passkeys.GetOptionsAsync("https://plants.example:8443", Cancellation);
        var evil = await client.Passkeys.GetOptionsAsync("https://evil.example", Cancellation);

        var attempts = new Dictionary<string, (string State, JsonElement Answer)>(StringComparer.Ordinal)
        {
            ["a passkey of nobody"] = (asked.State, unknown.Get(asked.Options)),
            ["another account's name on it"] = (asked.State, AnswerIf(passkey, asked.Options, one => one.UserHandle = others.UserHandle)),
            ["no name on it"] = (asked.State, AnswerIf(passkey, asked.Options, one => one.UserHandle = null)),
            ["another page of the same host"] = (asked.State, AnswerIf(passkey, asked.Options, one => one.Origin = "https://plants.example:8443")),
            ["asked by another page of the same host"] = (elsewhere.State, passkey.Get(elsewhere.Options)),
            ["a false page that passes everything on"] = (asked.State, AnswerIf(passkey, asked.Options, one => one.Origin = "https://evil.example")),
            ["a false page's own question"] = (evil.State, AnswerIf(passkey, evil.Options, one => one.Origin = "https://evil.example")),
            ["an answer to another question"] = (asked.State, passkey.Get(elsewhere.Options)),
            ["too late"] = (Late(asked.State), passkey.Get(asked.Options)),
            ["a state that was made up"] = (asked.State[..^4] + "AAAA", passkey.Get(asked.Options)),
            ["no answer at all"] = (asked.State, JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal))),
        };
        var details = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, (state, answer)) in attempts)
        {
            var refusal = await Record.ExceptionAsync(() => client.Passkeys.LoginAsync(state, answer, Cancellation));
            Assert.True(refusal is ApiException { Status: HttpStatusCode.Unauthorized }, $"{name}: {refusal}");
            details.Add(((ApiException)refusal).Problem.Detail!);
        }

        Assert.Single(details);
        Assert.NotEmpty((await SignInAsync(client, passkey)).AccessToken);
    }

    [Fact]
    public async Task Copy_of_a_passkey_that_has_fallen_behind_is_refused()
    {
        using var caller = await edition.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        await passkey.AddToAsync(caller);
        var client = Anonymous;
        var asked = await client.Passkeys.GetOptionsAsync(passkey.Origin, Cancellation);
        var early = passkey.Get(asked.Options);
        await SignInAsync(client, passkey);

        await RefusedAsync(() => client.Passkeys.LoginAsync(asked.State, early, Cancellation), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Disabled_account_is_not_opened_and_a_locked_one_is()
    {
        using var caller = await edition.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        await passkey.AddToAsync(caller);
        for (var wrong = 0; wrong < 5; wrong++)
        {
            await Assert.ThrowsAsync<ApiException>(() => Anonymous.Auth.LoginAsync(caller.Credentials with { Password = "not it at all" }, Cancellation));
        }

        await RefusedAsync(() => Anonymous.Auth.LoginAsync(caller.Credentials, Cancellation), HttpStatusCode.TooManyRequests);
        Assert.NotEmpty((await SignInAsync(Anonymous, passkey)).AccessToken);

        await edition.LookAsync(async database =>
        {
            (await database.Users.FindAsync([caller.Me.Id], Cancellation))!.DisabledAt = TimeProvider.System.GetUtcNow();
            return await database.SaveChangesAsync(Cancellation);
        });
        var refusal = await RefusedAsync(() => SignInAsync(Anonymous, passkey), HttpStatusCode.Unauthorized);
        Assert.Contains("disabled", refusal.Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_tell_nothing_of_accounts_and_are_given_where_passkeys_are_possible()
    {
        using var caller = await edition.RegisterAsync();
        var client = Anonymous;
        foreach (var origin in new[] { "https://plants.example", "https://plants.example:8443", "http://localhost:8080" })
        {
            var options = (await client.Passkeys.GetOptionsAsync(origin, Cancellation)).Options;
            Assert.Equal((new Uri(origin).Host, "required", 0), (options.GetProperty("rpId").GetString(), options.GetProperty("userVerification").GetString(), options.GetProperty("allowCredentials").GetArrayLength()));
            var asked = await caller.Client.Passkeys.GetNewOptionsAsync(new NewPasskeyOptionsRequest(origin, ApiCaller.Password), Cancellation);
            Assert.Equal("required", asked.Options.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString());
        }

        foreach (var origin in new[] { "http://plants.example", "https://192.0.2.7", "https://[2001:db8::7]", "null", "", "ftp://plants.example", "https://plants.example/path" })
        {
            await RefusedAsync(() => client.Passkeys.GetOptionsAsync(origin, Cancellation), HttpStatusCode.BadRequest);
        }
    }

    // As it would answer if it were so.
    private static JsonElement AnswerIf(SoftwarePasskey passkey, JsonElement options, Action<SoftwarePasskey> change)
    {
        var (origin, userHandle) = (passkey.Origin, passkey.UserHandle);
        change(passkey);
        var answer = passkey.Get(options);
        (passkey.Origin, passkey.UserHandle) = (origin, userHandle);
        return answer;
    }

    private string Late(string state)
    {
        var keys = edition.Services.GetRequiredService<IDataProtectionProvider>();
        var asked = new PasskeyStates(keys, TimeProvider.System).Read(PasskeyCeremony.SigningIn, state)!;
        var past = new ManualClock { Now = TimeProvider.System.GetUtcNow() - PasskeyStates.Life };
        return new PasskeyStates(keys, past).Write(PasskeyCeremony.SigningIn, asked.Site, asked.UserId, asked.Challenge);
    }

    private static async Task<Tokens> SignInAsync(PlantCareClient client, SoftwarePasskey passkey)
    {
        var asked = await client.Passkeys.GetOptionsAsync(passkey.Origin, Cancellation);
        return await client.Passkeys.LoginAsync(asked.State, passkey.Get(asked.Options), Cancellation);
    }

    private static async Task<bool> OpensAsync(Func<Task<Tokens>> signIn)
    {
        try
        {
            return (await signIn()).AccessToken.Length > 0;
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.Unauthorized)
        {
            return false;
        }
    }

    private static async Task<ApiException> RefusedAsync(Func<Task> call, HttpStatusCode status)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal(status, refusal.Status);
        return refusal;
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomePasskeyTests(HomeEditionFixture edition) : PasskeyContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedPasskeyTests(DistributedEditionFixture edition) : PasskeyContract(edition);
