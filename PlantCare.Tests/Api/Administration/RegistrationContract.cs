using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Administration;

/// <summary>Who may register, as administrators say while the system runs, and invitations.</summary>
public abstract class RegistrationContract : EditionContract
{
    private AdministrationClient Administration => Administrator.Client.Administration;

    [Fact]
    public async Task UpdateSettings_says_who_may_register_from_then_on()
    {
        Assert.Equal(new SettingsResponse(RegistrationMode.Open, RegistrationMode.Open), await Administration.GetSettingsAsync(Cancellation));

        await SetAsync(RegistrationMode.Closed);
        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("one@example.com"));
        Assert.Equal(RegistrationMode.Closed, (await new PlantCareClient(Host.Anonymous).Auth.GetRegistrationAsync(Cancellation)).Mode);

        await SetAsync(RegistrationMode.Open);
        Assert.Equal(HttpStatusCode.OK, await RegisterAsync("one@example.com"));

        await SetAsync(RegistrationMode.Invite);
        using var reset = await Administrator.Http.SendJsonAsync(HttpMethod.Patch, "/admin/settings", """{"registration":null}""");
        Assert.Equal("open", (await reset.JsonAsync()).GetProperty("registration").GetString());
        Assert.Equal(
            ["invite → open", "open → invite", "closed → open", "open → closed"],
            (await Administration.ListAuditAsync(cancellationToken: Cancellation)).Data
                .Where(entry => entry is { Action: "registration.changed", UserId: null }).Select(entry => entry.Detail));
    }

    [Fact]
    public async Task UpdateSettings_many_at_once_for_the_first_time_keeps_one_of_them()
    {
        var modes = new[] { RegistrationMode.Closed, RegistrationMode.Invite, RegistrationMode.Closed, RegistrationMode.Invite };
        await Task.WhenAll(modes.Select(SetAsync));

        Assert.Contains((await Administration.GetSettingsAsync(Cancellation)).Registration, modes);
    }

    [Fact]
    public async Task Invitation_lets_one_account_in()
    {
        await SetAsync(RegistrationMode.Invite);
        var invitation = await Administration.CreateInvitationAsync(new CreateInvitationRequest(), Cancellation);
        Assert.StartsWith("pci_", invitation.Token, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(14), invitation.ExpiresAt - invitation.CreatedAt);
        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("ada@example.com"));
        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("ada@example.com", "pci_" + new string('x', 43)));
        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("ada@example.com", invitation.Token + "'"));

        // A registration that comes to nothing does not cost the invitation.
        using (var weak = await Host.Anonymous.SendJsonAsync(
            HttpMethod.Post, $"/auth/register?invitation={invitation.Token}", """{"email":"ada@example.com","password":"short"}"""))
        {
            Assert.NotEmpty(await weak.FaultOfAsync("PasswordTooShort"));
        }

        var statuses = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => RegisterAsync($"ada{i}@example.com", invitation.Token)));
        Assert.Equal(1, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(3, statuses.Count(status => status == HttpStatusCode.Forbidden));

        var used = Assert.Single((await Administration.ListInvitationsAsync(cancellationToken: Cancellation)).Data);
        Assert.Equal((invitation.Id, Administrator.Me.Email), (used.Id, used.CreatedBy));
        Assert.NotNull(used.UsedAt);
        Assert.Equal(2, await Host.LookAsync(database => database.Users.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Invitation_for_an_address_lets_in_that_address_alone()
    {
        await SetAsync(RegistrationMode.Invite);
        var invitation = await Administration.CreateInvitationAsync(new CreateInvitationRequest(" Ada@Example.com "), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("mallory@example.com", invitation.Token));
        await new PlantCareClient(Host.Anonymous).Auth.RegisterAsync(new Credentials("ada@example.com", ApiCaller.Password), invitation.Token, Cancellation);
    }

    [Fact]
    public async Task Invitation_that_ended_was_taken_back_or_comes_where_nobody_may_register_lets_nobody_in()
    {
        await SetAsync(RegistrationMode.Invite);
        var (ended, deleted, open) = (await InviteAsync(), await InviteAsync(), await InviteAsync());
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        await Host.LookAsync(database => database.Invitations.Where(invitation => invitation.Id == ended.Id)
            .ExecuteUpdateAsync(invitation => invitation.SetProperty(i => i.ExpiresAt, yesterday), Cancellation));
        await Administration.DeleteInvitationAsync(deleted.Id, Cancellation);
        var again = await Assert.ThrowsAsync<ApiException>(() => Administration.DeleteInvitationAsync(deleted.Id, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, again.Status);

        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("one@example.com", ended.Token));
        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("one@example.com", deleted.Token));
        await SetAsync(RegistrationMode.Closed);
        Assert.Equal(HttpStatusCode.Forbidden, await RegisterAsync("one@example.com", open.Token));
        await SetAsync(RegistrationMode.Invite);
        Assert.Equal(HttpStatusCode.OK, await RegisterAsync("one@example.com", open.Token));

        // Those that ended long ago are forgotten when the next one is made.
        await Host.LookAsync(database => database.Invitations.Where(invitation => invitation.Id == ended.Id)
            .ExecuteUpdateAsync(invitation => invitation.SetProperty(i => i.ExpiresAt, yesterday.AddDays(-31)), Cancellation));
        var latest = await InviteAsync();
        Assert.Equal([latest.Id, open.Id], (await Administration.ListInvitationsAsync(cancellationToken: Cancellation)).Data.Select(invitation => invitation.Id));

        Task<CreatedInvitationResponse> InviteAsync() => Administration.CreateInvitationAsync(new CreateInvitationRequest(), Cancellation);
    }

    [Theory]
    [InlineData("""{"email":"not an address"}""", "email")]
    [InlineData("""{"expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"expires_at":"2999-01-01T00:00:00Z"}""", "expires_at")]
    public async Task CreateInvitation_with_what_cannot_be_is_refused_with_a_reason(string body, string member)
    {
        using var answer = await Administrator.Http.SendJsonAsync(HttpMethod.Post, "/admin/invitations", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    private Task<SettingsResponse> SetAsync(RegistrationMode mode) =>
        Administration.UpdateSettingsAsync(new UpdateSettingsRequest { Registration = mode }, Cancellation);

    private async Task<HttpStatusCode> RegisterAsync(string email, string? invitation = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/register")
        {
            Content = new StringContent($$"""{"email":"{{email}}","password":"{{ApiCaller.Password}}"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        if (invitation is not null)
        {
            request.Headers.Add("X-Invitation", invitation);
        }

        using var answer = await Host.Anonymous.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}

/// <summary>In the home edition.</summary>
public sealed class HomeRegistrationTests : RegistrationContract
{
    protected override Task<ApiHost> StartAsync() => ApiHost.StartAsync();
}

/// <summary>In the distributed edition.</summary>
public sealed class DistributedRegistrationTests(SharedPostgres postgres, SharedInfluxServer influx) : RegistrationContract, IClassFixture<SharedInfluxServer>
{
    protected override async Task<ApiHost> StartAsync() => await ApiHost.StartAsync(await ServersAsync(postgres, influx));
}
