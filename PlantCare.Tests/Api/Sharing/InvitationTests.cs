using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Sharing;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>Inviting, and accepting.</summary>
[Collection(ApiTests.Name)]
public sealed class InvitationTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private ApiCaller _other = null!;
    private ApiCaller _third = null!;
    private PlantResponse _basil = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await api.Host.RegisterAsync("ada." + Guid.CreateVersion7() + "@example.com");
        (_other, _third) = (await api.Host.RegisterAsync(), await api.Host.RegisterAsync());
        _basil = await _owner.AddPlantAsync();
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _other.Dispose();
        _third.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Invitation_says_who_invites_to_what_and_no_more()
    {
        var invitation = await InviteAsync(ShareRole.Caretaker);
        Assert.Equal(ShareState.Invited, invitation.Share.State);
        Assert.False(invitation.Mailed);
        Assert.Equal($"/invitations/{invitation.Token}", invitation.Path);

        using var answer = await api.Host.Anonymous.GetAsync(invitation.Path, Cancellation);

        var shown = await answer.JsonAsync();
        Assert.Equal(["inviter", "kind", "role", "subject"], shown.Names());
        Assert.Equal(("plant", "Basil", "caretaker"), (shown.GetProperty("kind").GetString(), shown.GetProperty("subject").GetString(), shown.GetProperty("role").GetString()));
        Assert.StartsWith("ada.", shown.GetProperty("inviter").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@", shown.GetProperty("inviter").GetString(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);

        // The token is not to be had again, and only its hash is kept.
        Assert.DoesNotContain(invitation.Token, await _owner.Http.GetStringAsync($"/plants/{_basil.Id}/shares", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_lets_in_whoever_has_the_link_once()
    {
        var invitation = await InviteAsync(ShareRole.Viewer);

        var share = await _other.Client.Shares.AcceptAsync(invitation.Token, Cancellation);

        Assert.Equal((ShareState.Active, _owner.Me.Id, _other.Me.Id, null), (share.State, share.UserId, share.HolderId, share.AcceptBefore));
        var seen = Assert.Single((await _other.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);
        Assert.Equal((_basil.Id, ShareRole.Viewer, _owner.Me.Id), (seen.Id, seen.Role, seen.UserId));

        // Twice is harmless; nobody else comes in by it any more.
        Assert.Equal(share, await _other.Client.Shares.AcceptAsync(invitation.Token, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, await RefusalOfAcceptAsync(_third, invitation.Token));
        Assert.Equal(HttpStatusCode.NotFound, await RefusalOfAcceptAsync(_owner, invitation.Token));
        using var shown = await api.Host.Anonymous.GetAsync(invitation.Path, Cancellation);
        await shown.ProblemAsync(HttpStatusCode.NotFound);

        // Who shares sees who it is by more than a name that anybody can take.
        var listed = Assert.Single((await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data);
        Assert.Equal((_other.Me.Id, _other.Me.Email), (listed.HolderId, listed.Email));
    }

    [Fact]
    public async Task Accept_by_two_at_once_lets_one_in()
    {
        var invitation = await InviteAsync(ShareRole.Viewer);

        var answers = await Task.WhenAll(((ApiCaller[])[_other, _third]).Select(caller =>
            caller.Http.SendJsonAsync(HttpMethod.Post, $"/invitations/{invitation.Token}/accept")));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], answers.Select(answer => answer.StatusCode).Order());
        Array.ForEach(answers, answer => answer.Dispose());
        Assert.Single((await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task Accept_of_an_invitation_to_an_address_takes_the_account_with_that_address_confirmed()
    {
        var invitation = await _owner.Client.Shares.SharePlantAsync(
            _basil.Id, new CreateShareRequest(ShareRole.Caretaker, _other.Me.Email.ToUpperInvariant()), Cancellation);
        await api.Host.ConfirmAddressAsync(_third);

        Assert.Equal(HttpStatusCode.Forbidden, await RefusalOfAcceptAsync(_third, invitation.Token));
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalOfAcceptAsync(_other, invitation.Token));
        Assert.Empty((await _other.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);

        await api.Host.ConfirmAddressAsync(_other);
        Assert.Equal(ShareRole.Caretaker, (await _other.Client.Shares.AcceptAsync(invitation.Token, Cancellation)).Role);
    }

    [Fact]
    public async Task Accept_by_the_owner_is_a_conflict()
    {
        var invitation = await InviteAsync(ShareRole.Viewer);

        Assert.Equal(HttpStatusCode.Conflict, await RefusalOfAcceptAsync(_owner, invitation.Token));
    }

    [Fact]
    public async Task Accept_of_less_than_one_has_changes_nothing_and_of_more_replaces_it()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Caretaker);
        var less = await InviteAsync(ShareRole.Viewer);

        Assert.Equal(ShareRole.Caretaker, (await _other.Client.Shares.AcceptAsync(less.Token, Cancellation)).Role);
        Assert.Equal(ShareRole.Caretaker, (await _other.Client.Plants.GetAsync(_basil.Id, Cancellation)).Role);

        // The link has not been used up; it may have been for somebody else.
        Assert.Equal(ShareRole.Viewer, (await _third.Client.Shares.AcceptAsync(less.Token, Cancellation)).Role);

        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);
        var shares = (await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data;
        Assert.Equal([(_other.Me.Id, ShareRole.Owner), (_third.Me.Id, ShareRole.Viewer)], shares.Select(share => (share.HolderId!.Value, share.Role)));
    }

    [Fact]
    public async Task Accept_of_more_for_a_while_leaves_what_lasts_longer()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner, TimeProvider.System.GetUtcNow().AddDays(1));

        var shares = (await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data;
        Assert.Equal([ShareRole.Owner, ShareRole.Viewer], shares.Select(share => share.Role));
    }

    [Fact]
    public async Task Invitation_that_has_ended_or_was_taken_back_is_unknown()
    {
        var (late, back) = (await InviteAsync(ShareRole.Viewer), await InviteAsync(ShareRole.Viewer));
        var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await api.Host.LookAsync(database => database.Shares.Where(share => share.Id == late.Share.Id)
            .ExecuteUpdateAsync(share => share.SetProperty(s => s.AcceptBefore, past), Cancellation));
        await _owner.Client.Shares.DeleteAsync(back.Share.Id, Cancellation);

        foreach (var token in (string[])[late.Token, back.Token, "pci_nonsense", "pci_" + new string('A', 43)])
        {
            using var shown = await api.Host.Anonymous.GetAsync($"/invitations/{token}", Cancellation);
            await shown.ProblemAsync(HttpStatusCode.NotFound);
            Assert.Equal(HttpStatusCode.NotFound, await RefusalOfAcceptAsync(_other, token));
        }
    }

    [Fact]
    public async Task Invite_the_same_address_again_ends_the_invitation_before()
    {
        var request = new CreateShareRequest(ShareRole.Viewer, "bea@example.com");
        var first = await _owner.Client.Shares.SharePlantAsync(_basil.Id, request, Cancellation);
        var second = await _owner.Client.Shares.SharePlantAsync(_basil.Id, request, Cancellation);

        var listed = Assert.Single((await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data);
        Assert.Equal((second.Share.Id, "bea@example.com"), (listed.Id, listed.Email));
        using var shown = await api.Host.Anonymous.GetAsync(first.Path, Cancellation);
        await shown.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{}""", "role")]
    [InlineData("""{"role":"sitter"}""", "role")]
    [InlineData("""{"role":"viewer","email":"nobody"}""", "email")]
    [InlineData("""{"role":"viewer","email":"Bea <bea@example.com>"}""", "email")]
    [InlineData("""{"role":"viewer","expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"role":"viewer","accept_before":"2020-01-01T00:00:00Z"}""", "accept_before")]
    [InlineData("""{"role":"viewer","accept_before":"2999-01-01T00:00:00Z"}""", "accept_before")]
    public async Task Invite_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, $"/plants/{_basil.Id}/shares", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    [Fact]
    public async Task Invite_oneself_blames_the_address()
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, $"/plants/{_basil.Id}/shares", $$"""{"role":"viewer","email":"{{_owner.Me.Email}}"}""");

        Assert.Equal("is your own", await answer.FaultOfAsync("email"));
    }

    [Fact]
    public async Task Invite_beyond_the_limit_is_a_conflict_until_one_has_ended()
    {
        var now = TimeProvider.System.GetUtcNow();
        await api.Host.LookAsync(async database =>
        {
            database.AddRange(Enumerable.Range(0, 100).Select(_ => new Share { UserId = _owner.Me.Id, PlantId = _basil.Id, AcceptBefore = now.AddDays(1) }));
            return await database.SaveChangesAsync(Cancellation);
        });

        var refusal = await Assert.ThrowsAsync<ApiException>(() => InviteAsync(ShareRole.Viewer));
        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);

        await api.Host.LookAsync(database => database.Shares.Where(share => share.PlantId == _basil.Id).Take(1)
            .ExecuteUpdateAsync(share => share.SetProperty(s => s.AcceptBefore, now.AddDays(-1)), Cancellation));
        await InviteAsync(ShareRole.Viewer);
    }

    [Fact]
    public async Task Invitation_to_an_address_is_mailed_with_the_link_where_there_is_mail()
    {
        var mail = new Postman();
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<IInvitationMail>(mail));
        using var owner = await host.RegisterAsync();
        var basil = await owner.AddPlantAsync();

        var mailed = await owner.Client.Shares.SharePlantAsync(basil.Id, new CreateShareRequest(ShareRole.Viewer, "bea@example.com"), Cancellation);
        var link = await owner.Client.Shares.SharePlantAsync(basil.Id, new CreateShareRequest(ShareRole.Viewer), Cancellation);

        Assert.Equal((true, false), (mailed.Mailed, link.Mailed));
        var letter = Assert.Single(mail.Letters);
        Assert.Equal(("bea@example.com", "plant", "Basil", ShareRole.Viewer, mailed.Path), (letter.Address, letter.Kind, letter.Subject, letter.Role, letter.Path));
    }

    private Task<CreatedShareResponse> InviteAsync(ShareRole role) =>
        _owner.Client.Shares.SharePlantAsync(_basil.Id, new CreateShareRequest(role), Cancellation);

    private static async Task<HttpStatusCode> RefusalOfAcceptAsync(ApiCaller caller, string token) =>
        (await Assert.ThrowsAsync<ApiException>(() => caller.Client.Shares.AcceptAsync(token, Cancellation))).Status;

    private sealed class Postman : IInvitationMail
    {
        public List<InvitationLetter> Letters { get; } = [];

        public Task<bool> SendAsync(InvitationLetter letter, CancellationToken cancellationToken)
        {
            Letters.Add(letter);
            return Task.FromResult(true);
        }
    }
}
