using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Accounts.TwoFactor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Storage.Relational.Telegram;
using PlantCare.Tests.Editions;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>A Telegram account: how it is linked, what it opens, and what does not open with it.</summary>
public abstract class TelegramContract(Edition edition) : IDisposable
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
    public async Task Linked_account_signs_in_until_it_is_unlinked()
    {
        Assert.True((await Anonymous.Auth.GetRegistrationAsync(Cancellation)).Telegram);
        using var caller = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram);
        await LinkAsync(caller, person);
        Assert.True((await caller.Client.Auth.GetMeAsync(Cancellation)).TelegramLinked);

        using var http = edition.CreateClient();
        http.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        var client = new PlantCareClient(http);
        var asked = await client.Telegram.StartAsync(Cancellation);
        Assert.Equal(TelegramSignInStatus.Waiting, await StatusAsync(asked.State));
        var question = await person.FollowAsync(asked.Url);
        Assert.Contains(caller.Credentials.Email, question.Text, StringComparison.Ordinal);
        Assert.Contains("Firefox, Linux", question.Text, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", question.Text, StringComparison.Ordinal);
        Assert.Equal(TelegramSignInStatus.Asked, await StatusAsync(asked.State));
        await RefusedAsync(() => client.Telegram.LoginAsync(asked.State, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);
        Assert.Contains("signs you in", (await person.PressAsync(question, asked.Number)).Text, StringComparison.Ordinal);
        Assert.Equal(TelegramSignInStatus.Approved, await StatusAsync(asked.State));

        var tokens = await client.Telegram.LoginAsync(asked.State, cancellationToken: Cancellation);
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        Assert.Equal(caller.Me.Id, (await client.Auth.GetMeAsync(Cancellation)).Id);
        Assert.Equal("telegram", (await client.Credentials.ListSessionsAsync(cancellationToken: Cancellation)).Data.Single(session => session.IsCurrent).Method);
        Assert.Equal(TelegramSignInStatus.Expired, await StatusAsync(asked.State));

        // What was approved before opens nothing once the Telegram account does not.
        var early = await ApproveAsync(client, person);
        await client.Telegram.UnlinkAsync(Cancellation);
        await RefusedAsync(() => client.Telegram.LoginAsync(early.State, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);
        Assert.False((await client.Auth.GetMeAsync(Cancellation)).TelegramLinked);
        Assert.Contains("not linked", (await person.FollowAsync((await client.Telegram.StartAsync(Cancellation)).Url)).Text, StringComparison.Ordinal);
        Assert.Equal(
            [("telegram.unlinked", null), ("sign_in", "telegram"), ("telegram.linked", null)],
            (await client.Users.ListAuditAsync(limit: 3, cancellationToken: Cancellation)).Data.Select(entry => (entry.Action, entry.Subject)));
    }

    [Fact]
    public async Task Approval_is_good_once()
    {
        using var caller = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram);
        await LinkAsync(caller, person);
        var asked = await ApproveAsync(Anonymous, person);

        var signIns = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpensAsync(asked.State)));

        Assert.Single(signIns, opened => opened);
    }

    [Fact]
    public async Task Link_and_buttons_are_good_for_one_telegram_account_and_once()
    {
        using var caller = await edition.RegisterAsync();
        using var other = await edition.RegisterAsync();
        var (person, stranger) = (new TelegramPerson(edition.Telegram), new TelegramPerson(edition.Telegram));
        await LinkAsync(caller, person);
        await LinkAsync(other, stranger);

        var asked = await Anonymous.Telegram.StartAsync(Cancellation);
        var question = await person.FollowAsync(asked.Url);
        Assert.Contains("over", (await stranger.FollowAsync(asked.Url)).Text, StringComparison.Ordinal);

        // Somebody else's press says nothing for them.
        var pressed = question.Buttons.Single(button => button.Label == asked.Number).Data;
        edition.Telegram.Press(stranger.Id, question.Id, pressed);
        await person.PressAsync(question, asked.Number);
        var tokens = await Anonymous.Telegram.LoginAsync(asked.State, cancellationToken: Cancellation);
        using var http = edition.CreateClient(tokens.AccessToken);
        Assert.Equal(caller.Me.Id, (await new PlantCareClient(http).Auth.GetMeAsync(Cancellation)).Id);

        // Pressed again, it says that it is over, and nothing more comes of it.
        Assert.Contains("over", (await person.TellAsync(question, pressed)).Text, StringComparison.Ordinal);
        Assert.Equal(TelegramSignInStatus.Expired, await StatusAsync(asked.State));
    }

    [Fact]
    public async Task Telegram_account_that_was_replaced_opens_nothing()
    {
        using var caller = await edition.RegisterAsync();
        var (person, next) = (new TelegramPerson(edition.Telegram), new TelegramPerson(edition.Telegram));
        await LinkAsync(caller, person);
        var early = await ApproveAsync(Anonymous, person);
        await LinkAsync(caller, next);

        await RefusedAsync(() => Anonymous.Telegram.LoginAsync(early.State, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);
        Assert.NotEmpty((await Anonymous.Telegram.LoginAsync((await ApproveAsync(Anonymous, next)).State, cancellationToken: Cancellation)).AccessToken);
    }

    [Theory]
    [InlineData(false, "another number in Telegram")]
    [InlineData(true, "refused in Telegram")]
    public async Task Another_number_or_no_signs_nobody_in(bool isRefused, string detail)
    {
        using var caller = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram);
        await LinkAsync(caller, person);
        var asked = await Anonymous.Telegram.StartAsync(Cancellation);
        var question = await person.FollowAsync(asked.Url);
        Assert.Equal(4, question.Buttons.Count);
        Assert.Contains(asked.Number, question.Buttons.Select(button => button.Label));

        var label = isRefused ? question.Buttons[^1].Label : question.Buttons.First(button => button.Label != asked.Number).Label;
        Assert.Contains("Nobody was signed in", (await person.PressAsync(question, label)).Text, StringComparison.Ordinal);
        await person.TellAsync(question, question.Buttons.Single(button => button.Label == asked.Number).Data);

        Assert.Equal(TelegramSignInStatus.Refused, await StatusAsync(asked.State));
        await RefusedAsync(() => Anonymous.Telegram.LoginAsync(asked.State, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);
        var entry = (await caller.Client.Users.ListAuditAsync(limit: 1, cancellationToken: Cancellation)).Data.Single();
        Assert.Equal(("sign_in.failed", detail), (entry.Action, entry.Detail));
    }

    [Fact]
    public async Task Second_factor_is_asked_for_and_a_wrong_one_counts()
    {
        using var caller = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram);
        await LinkAsync(caller, person);
        var key = TimeCode.ReadKey((await caller.Client.Credentials.GetTwoFactorAsync(Cancellation)).SharedKey);
        var status = await caller.Client.Credentials.EnableTwoFactorAsync(TimeCode.Of(key, TimeCode.StepAt(TimeProvider.System.GetUtcNow())), Cancellation);
        var asked = await ApproveAsync(Anonymous, person);

        var refusal = await RefusedAsync(() => Anonymous.Telegram.LoginAsync(asked.State, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);
        Assert.Equal("RequiresTwoFactor", refusal.Problem.Detail);
        await RefusedAsync(() => Anonymous.Telegram.LoginAsync(asked.State, new SecondFactor("12345"), Cancellation), HttpStatusCode.Unauthorized);
        Assert.NotEmpty((await Anonymous.Telegram.LoginAsync(asked.State, new SecondFactor(RecoveryCode: status.RecoveryCodes![0]), Cancellation)).AccessToken);
        Assert.Equal(
            [("sign_in", "with a recovery code"), ("sign_in.failed", "a wrong code")],
            (await caller.Client.Users.ListAuditAsync(limit: 2, cancellationToken: Cancellation)).Data.Select(entry => (entry.Action, entry.Detail)));

        // Who has the Telegram account cannot try codes for ever.
        asked = await ApproveAsync(Anonymous, person);
        for (var wrong = 0; wrong < 4; wrong++)
        {
            await RefusedAsync(() => Anonymous.Telegram.LoginAsync(asked.State, new SecondFactor("12345"), Cancellation), HttpStatusCode.Unauthorized);
        }

        await Assert.ThrowsAsync<ApiException>(() => Anonymous.Telegram.LoginAsync(asked.State, new SecondFactor("12345"), Cancellation));
        await RefusedAsync(
            () => Anonymous.Telegram.LoginAsync(asked.State, new SecondFactor(RecoveryCode: status.RecoveryCodes![1]), Cancellation), HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Disabled_account_is_not_opened()
    {
        using var caller = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram);
        await LinkAsync(caller, person);
        var asked = await ApproveAsync(Anonymous, person);
        await edition.LookAsync(database => database.Users.Where(user => user.Id == caller.Me.Id)
            .ExecuteUpdateAsync(user => user.SetProperty(u => u.DisabledAt, TimeProvider.System.GetUtcNow()), Cancellation));

        var refusal = await RefusedAsync(() => Anonymous.Telegram.LoginAsync(asked.State, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);

        Assert.Contains("disabled", refusal.Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Telegram_account_is_linked_by_who_has_the_password_and_says_yes()
    {
        using var caller = await edition.RegisterAsync();
        using var other = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram);
        foreach (var password in new[] { null, "not it at all" })
        {
            await RefusedAsync(() => caller.Client.Telegram.LinkAsync(password, Cancellation), HttpStatusCode.Forbidden);
        }

        // step 1: no is no
        var question = await person.FollowAsync((await caller.Client.Telegram.LinkAsync(ApiCaller.Password, Cancellation)).Url);
        Assert.Contains(caller.Credentials.Email, question.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was linked", (await person.PressAsync(question, "No")).Text, StringComparison.Ordinal);
        Assert.False((await caller.Client.Auth.GetMeAsync(Cancellation)).TelegramLinked);

        // step 2: a new link ends the one before
        var first = await caller.Client.Telegram.LinkAsync(ApiCaller.Password, Cancellation);
        await LinkAsync(caller, person);
        Assert.Contains("over", (await person.FollowAsync(first.Url)).Text, StringComparison.Ordinal);

        // step 3: it opens one account, whoever asks
        var taken = await person.FollowAsync((await other.Client.Telegram.LinkAsync(ApiCaller.Password, Cancellation)).Url);
        Assert.Contains("another account", taken.Text, StringComparison.Ordinal);
        Assert.Empty(taken.Buttons);
        Assert.False((await other.Client.Auth.GetMeAsync(Cancellation)).TelegramLinked);
    }

    [Fact]
    public async Task Too_late_is_over()
    {
        using var caller = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram);
        await LinkAsync(caller, person);
        var (unasked, asked, approved) = (await Anonymous.Telegram.StartAsync(Cancellation), await Anonymous.Telegram.StartAsync(Cancellation), await ApproveAsync(Anonymous, person));
        var question = await person.FollowAsync(asked.Url);
        await edition.LookAsync(database => database.TelegramRequests.Where(request => request.UserId == caller.Me.Id || request.Progress == TelegramProgress.Waiting)
            .ExecuteUpdateAsync(request => request.SetProperty(r => r.ExpiresAt, TimeProvider.System.GetUtcNow()), Cancellation));

        Assert.Contains("over", (await person.FollowAsync(unasked.Url)).Text, StringComparison.Ordinal);
        Assert.Contains("over", (await person.PressAsync(question, asked.Number)).Text, StringComparison.Ordinal);
        Assert.Equal([TelegramSignInStatus.Expired, TelegramSignInStatus.Expired], [await StatusAsync(asked.State), await StatusAsync(approved.State)]);
        await RefusedAsync(() => Anonymous.Telegram.LoginAsync(approved.State, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task States_that_were_made_up_open_nothing()
    {
        var asked = await Anonymous.Telegram.StartAsync(Cancellation);
        foreach (var state in new[] { "", "AAAA", "not base64", asked.State[..^8] + "AAAAAAAA", new string('A', 5_000) })
        {
            Assert.Equal(TelegramSignInStatus.Expired, await StatusAsync(state));
            await RefusedAsync(() => Anonymous.Telegram.LoginAsync(state, cancellationToken: Cancellation), HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Bot_speaks_the_language_of_the_account_and_else_of_the_app()
    {
        using var caller = await edition.RegisterAsync();
        var person = new TelegramPerson(edition.Telegram, "it");
        Assert.Contains("Collega", (await person.TypeAsync("ciao")).Text, StringComparison.Ordinal);
        await caller.Client.Users.UpdateMeAsync(new() { Language = "de" }, Cancellation);
        var question = await person.FollowAsync((await caller.Client.Telegram.LinkAsync(ApiCaller.Password, Cancellation)).Url);
        Assert.Equal(["Verknüpfen", "Nein"], question.Buttons.Select(button => button.Label));
        Assert.Contains("Mit ", (await person.PressAsync(question, "Verknüpfen")).Text, StringComparison.Ordinal);
    }

    private static async Task LinkAsync(ApiCaller caller, TelegramPerson person)
    {
        var question = await person.FollowAsync((await caller.Client.Telegram.LinkAsync(ApiCaller.Password, Cancellation)).Url);
        Assert.Contains("Linked to", (await person.PressAsync(question, "Link")).Text, StringComparison.Ordinal);
    }

    private static async Task<TelegramSignInResponse> ApproveAsync(PlantCareClient client, TelegramPerson person)
    {
        var asked = await client.Telegram.StartAsync(Cancellation);
        await person.PressAsync(await person.FollowAsync(asked.Url), asked.Number);
        return asked;
    }

    private static async Task<ApiException> RefusedAsync(Func<Task> call, HttpStatusCode status)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal(status, refusal.Status);
        return refusal;
    }

    private async Task<TelegramSignInStatus> StatusAsync(string state) => (await Anonymous.Telegram.GetStatusAsync(state, Cancellation)).Status;

    private async Task<bool> OpensAsync(string state)
    {
        try
        {
            return (await Anonymous.Telegram.LoginAsync(state, cancellationToken: Cancellation)).AccessToken.Length > 0;
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.Unauthorized)
        {
            return false;
        }
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeTelegramTests(HomeEditionFixture edition) : TelegramContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedTelegramTests(DistributedEditionFixture edition) : TelegramContract(edition);
