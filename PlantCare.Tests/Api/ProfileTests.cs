using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Metrics;

namespace PlantCare.Tests.Api;

/// <summary>How a person wants to be spoken to.</summary>
[Collection(ApiTests.Name)]
public sealed class ProfileTests(ApiFixture api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetMe_of_a_new_account_leaves_everything_to_the_browser()
    {
        using var caller = await api.Host.RegisterAsync();

        Assert.Equal((null, null, null), (caller.Me.DisplayName, caller.Me.Language, caller.Me.TimeZone));
        Assert.Equal(UserUnits.Default, caller.Me.Units);
        Assert.Equal((true, false, false, false), (caller.Me.HasPassword, caller.Me.EmailConfirmed, caller.Me.TwoFactor, caller.Me.TelegramLinked));
    }

    [Fact]
    public async Task UpdateMe_keeps_what_it_was_told_and_nothing_else()
    {
        using var caller = await api.Host.RegisterAsync();
        var changed = await caller.Client.Users.UpdateMeAsync(
            new UpdateUserRequest
            {
                DisplayName = " Ada ",
                Language = "de-at",
                TimeZone = "Europe/Rome",
                Units = new UpdateUnits { Temperature = TemperatureUnit.Fahrenheit, Light = LightUnit.Ppfd },
            },
            Cancellation);

        Assert.Equal(("Ada", "de-AT", "Europe/Rome"), (changed.DisplayName, changed.Language, changed.TimeZone));
        Assert.Equal(new UserUnits(TemperatureUnit.Fahrenheit, LightUnit.Ppfd), changed.Units);
        Assert.Equal(changed, await caller.Client.Auth.GetMeAsync(Cancellation));

        using var partly = await caller.Http.SendJsonAsync(HttpMethod.Patch, "/users/me", """{"language":null,"units":{"light":"lux"}}""");
        var me = await partly.JsonAsync();
        Assert.Equal("""{"temperature":"fahrenheit","light":"lux"}""", me.GetProperty("units").GetRawText());
        Assert.Equal(changed with { Language = null, Units = changed.Units with { Light = LightUnit.Lux } }, await caller.Client.Auth.GetMeAsync(Cancellation));
    }

    [Theory]
    [InlineData("display_name", "\"Ada\\u0000\"")]
    [InlineData("language", "\"klingon\"")]
    [InlineData("language", "\"\"")]
    [InlineData("language", "\"de-AT-with-much-more\"")]
    [InlineData("time_zone", "\"W. Europe Standard Time\"")]
    [InlineData("time_zone", "\"Europe/Atlantis\"")]
    [InlineData("time_zone", "\"../../etc/localtime\"")]
    [InlineData("time_zone", "\"\"")]
    public async Task UpdateMe_with_what_cannot_be_is_refused_with_a_reason(string member, string value)
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await caller.Http.SendJsonAsync(HttpMethod.Patch, "/users/me", $$"""{"{{member}}":{{value}}}""");

        Assert.NotEmpty(await answer.FaultOfAsync(member));
        Assert.Equal(caller.Me, await caller.Client.Auth.GetMeAsync(Cancellation));
    }

    [Theory]
    [InlineData("""{"units":{"temperature":"kelvin"}}""")]
    [InlineData("""{"units":{"light":1}}""")]
    [InlineData("""{"units":"celsius"}""")]
    [InlineData("""{"language":7}""")]
    public async Task UpdateMe_with_another_form_is_refused(string body)
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await caller.Http.SendJsonAsync(HttpMethod.Patch, "/users/me", body);

        await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task UpdateMe_changes_no_right_and_no_credential()
    {
        using var caller = await api.Host.RegisterAsync();
        using var answer = await caller.Http.SendJsonAsync(
            HttpMethod.Patch,
            "/users/me",
            """{"is_administrator":true,"email":"root@example.com","email_confirmed":true,"id":"01890000-0000-7000-8000-00000000dead","password_hash":"x","disabled_at":"2026-01-01T00:00:00Z"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(caller.Me, await caller.Client.Auth.GetMeAsync(Cancellation));
        await caller.Client.Auth.LoginAsync(caller.Credentials, Cancellation);
    }

    [Fact]
    public async Task UpdateMe_is_written_down_once_with_what_changed()
    {
        using var caller = await api.Host.RegisterAsync();
        var change = new UpdateUserRequest { DisplayName = "Ada", TimeZone = "UTC" };
        await caller.Client.Users.UpdateMeAsync(change, Cancellation);
        await caller.Client.Users.UpdateMeAsync(change, Cancellation);

        var entry = Assert.Single(await api.Host.LookAsync(database =>
            database.AuditLog.Where(entry => entry.UserId == caller.Me.Id && entry.Action == "account.changed").ToListAsync(Cancellation)));
        Assert.Equal(("display_name, time_zone", caller.Me.Email, caller.Me.Id), (entry.Detail, entry.Actor, entry.ActorId));
    }
}
