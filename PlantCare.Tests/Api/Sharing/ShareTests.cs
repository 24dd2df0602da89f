using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>What each role may do with a plant, and who may say who has which.</summary>
[Collection(ApiTests.Name)]
public sealed class ShareTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private ApiCaller _other = null!;
    private ApiCaller _third = null!;
    private PlantResponse _basil = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_owner, _other, _third) = (await api.Host.RegisterAsync(), await api.Host.RegisterAsync(), await api.Host.RegisterAsync());
        _basil = await _owner.AddPlantAsync();
        await _owner.AddPlantAsync("Secret");
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _other.Dispose();
        _third.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(ShareRole.Viewer, false)]
    [InlineData(ShareRole.Caretaker, false)]
    [InlineData(ShareRole.Owner, true)]
    public async Task Role_decides_who_changes_the_plant_and_its_shares(ShareRole role, bool mayChange)
    {
        await _owner.SharePlantAsync(_basil.Id, _other, role);

        Assert.Equal(role, (await _other.Client.Plants.GetAsync(_basil.Id, Cancellation)).Role);
        Assert.Equal(mayChange, await MayAsync(HttpMethod.Patch, $"/plants/{_basil.Id}", """{"name":"Thyme"}"""));
        Assert.Equal(mayChange, await MayAsync(HttpMethod.Get, $"/plants/{_basil.Id}/shares"));
        Assert.Equal(mayChange, await MayAsync(HttpMethod.Post, $"/plants/{_basil.Id}/shares", """{"role":"viewer"}"""));
        Assert.Equal(mayChange, await MayAsync(HttpMethod.Delete, $"/plants/{_basil.Id}"));
        Assert.Equal(mayChange ? 1 : 2, (await _owner.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data.Count);
    }

    [Fact]
    public async Task Change_of_a_role_counts_at_once()
    {
        var share = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);
        Assert.False(await MayAsync(HttpMethod.Patch, $"/plants/{_basil.Id}", """{"name":"Thyme"}"""));

        var changed = await _owner.Client.Shares.UpdateAsync(share.Id, new UpdateShareRequest { Role = ShareRole.Owner }, Cancellation);
        Assert.Equal((ShareRole.Owner, ShareState.Active), (changed.Role, changed.State));
        Assert.True(await MayAsync(HttpMethod.Patch, $"/plants/{_basil.Id}", """{"name":"Thyme"}"""));

        await _owner.Client.Shares.DeleteAsync(share.Id, Cancellation);
        using var gone = await _other.Http.GetAsync($"/plants/{_basil.Id}", Cancellation);
        await gone.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Share_that_has_ended_lets_nobody_in_and_is_listed_as_such()
    {
        var share = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner, TimeProvider.System.GetUtcNow().AddDays(1));
        var past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await api.Host.LookAsync(database => database.Shares.Where(row => row.Id == share.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(s => s.ExpiresAt, past), Cancellation));

        using var gone = await _other.Http.GetAsync($"/plants/{_basil.Id}", Cancellation);
        await gone.ProblemAsync(HttpStatusCode.NotFound);
        Assert.Empty((await _other.Client.Shares.ListAsync(cancellationToken: Cancellation)).Data);
        Assert.Equal(ShareState.Ended, Assert.Single((await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data).State);
    }

    [Fact]
    public async Task Holder_leaves_and_nobody_else_can_make_them()
    {
        var share = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);
        var thirds = await _owner.SharePlantAsync(_basil.Id, _third, ShareRole.Viewer);

        // Another viewer's share is none of a viewer's business.
        using var refused = await _other.Http.SendJsonAsync(HttpMethod.Delete, $"/shares/{thirds.Id}");
        await refused.ProblemAsync(HttpStatusCode.NotFound);
        using var promoted = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/shares/{share.Id}", """{"role":"owner"}""");
        await promoted.ProblemAsync(HttpStatusCode.Forbidden);

        await _other.Client.Shares.DeleteAsync(share.Id, Cancellation);

        Assert.Empty((await _other.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);
        Assert.Equal(thirds.Id, Assert.Single((await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data).Id);
    }

    [Fact]
    public async Task Co_owner_shares_on_as_the_owner_and_takes_back()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);

        var given = await _other.SharePlantAsync(_basil.Id, _third, ShareRole.Caretaker);

        Assert.Equal(_owner.Me.Id, given.UserId);
        Assert.Equal(2, (await _owner.Client.Shares.ListAsync("given", cancellationToken: Cancellation)).Data.Count);
        Assert.Equal(ShareRole.Viewer, (await _other.Client.Shares.UpdateAsync(given.Id, new UpdateShareRequest { Role = ShareRole.Viewer }, Cancellation)).Role);
        await _other.Client.Shares.DeleteAsync(given.Id, Cancellation);
        Assert.Empty((await _third.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task Co_owner_gives_nothing_that_outlasts_their_own_share_nor_prolongs_it()
    {
        var end = TimeProvider.System.GetUtcNow().AddDays(2);
        var share = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner, end);

        using var prolonged = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/shares/{share.Id}", """{"expires_at":null}""");
        await prolonged.ProblemAsync(HttpStatusCode.Forbidden);
        var tooLong = await Assert.ThrowsAsync<ApiException>(() => _other.Client.Shares.SharePlantAsync(
            _basil.Id, new CreateShareRequest(ShareRole.Owner, ExpiresAt: end.AddDays(1)), Cancellation));
        Assert.Equal(["expires_at"], tooLong.Problem.Errors!.Keys);

        // Nothing said is as long as possible.
        var given = await _other.Client.Shares.SharePlantAsync(_basil.Id, new CreateShareRequest(ShareRole.Owner), Cancellation);
        Assert.True(given.Share.ExpiresAt <= end);
        using var unlimited = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/shares/{given.Share.Id}", """{"expires_at":null}""");
        Assert.Contains("your own share ends", await unlimited.FaultOfAsync("expires_at"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Share_of_a_place_covers_its_plants_and_the_greater_role_counts()
    {
        var home = await _owner.Client.Places.CreateAsync(new CreatePlaceRequest("Home"), Cancellation);
        var thyme = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Thyme", PlaceId: home.Id), Cancellation);
        await _owner.SharePlaceAsync(home.Id, _other, ShareRole.Viewer);
        await _owner.SharePlantAsync(thyme.Id, _other, ShareRole.Owner);

        Assert.Equal(ShareRole.Owner, (await _other.Client.Plants.GetAsync(thyme.Id, Cancellation)).Role);
        Assert.Equal(ShareRole.Viewer, (await _other.Client.Places.GetAsync(home.Id, Cancellation)).Role);
        Assert.True(await MayAsync(HttpMethod.Patch, $"/plants/{thyme.Id}", """{"name":"Sage"}"""));
        Assert.False(await MayAsync(HttpMethod.Patch, $"/places/{home.Id}", """{"name":"Mine"}"""));
    }

    [Fact]
    public async Task List_shows_what_is_given_and_what_is_received_with_names()
    {
        var rose = await _other.AddPlantAsync("Rose");
        var given = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);
        var received = await _other.SharePlantAsync(rose.Id, _owner, ShareRole.Caretaker);

        var all = (await _owner.Client.Shares.ListAsync(cancellationToken: Cancellation)).Data;
        Assert.Equal([received.Id, given.Id], all.Select(share => share.Id));
        Assert.Equal(["Rose", "Basil"], all.Select(share => share.Subject));
        Assert.Equal(_other.Me.Email.Split('@')[0], all[0].Owner);
        Assert.Null(all[0].Email);
        Assert.Equal(_other.Me.Email, all[1].Email);
        Assert.Equal([given.Id], (await _owner.Client.Shares.ListAsync("given", cancellationToken: Cancellation)).Data.Select(share => share.Id));
        Assert.Equal([received.Id], (await _owner.Client.Shares.ListAsync("received", cancellationToken: Cancellation)).Data.Select(share => share.Id));

        var first = await _owner.Client.Shares.ListAsync(limit: 1, cancellationToken: Cancellation);
        Assert.Equal(given.Id, Assert.Single((await _owner.Client.Shares.ListAsync(limit: 1, cursor: first.Next, cancellationToken: Cancellation)).Data).Id);
    }

    [Fact]
    public async Task Record_holds_who_shared_accepted_changed_and_took_back()
    {
        var share = await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);
        await _owner.Client.Shares.UpdateAsync(share.Id, new UpdateShareRequest { Role = ShareRole.Caretaker }, Cancellation);
        await _owner.Client.Shares.DeleteAsync(share.Id, Cancellation);

        var owners = await RecordOfAsync(_owner);
        Assert.Equal(["share.created", "share.accepted", "share.changed", "share.deleted"], owners.Select(entry => entry.Action));
        Assert.All(owners, entry => Assert.Equal("plant 'Basil'", entry.Subject));
        Assert.Equal(_other.Me.Id, owners[1].ActorId);
        Assert.Equal(["share.accepted", "share.changed", "share.deleted"], (await RecordOfAsync(_other)).Select(entry => entry.Action));
    }

    private Task<List<AuditEntry>> RecordOfAsync(ApiCaller caller) => api.Host.LookAsync(database => database.AuditLog.AsNoTracking()
        .Where(entry => entry.UserId == caller.Me.Id && entry.Action.StartsWith("share"))
        .OrderBy(entry => entry.Id)
        .ToListAsync(Cancellation));

    // Whoever sees a thing and may not is told so, not that it is not there.
    private async Task<bool> MayAsync(HttpMethod method, string path, string? body = null)
    {
        using var answer = await _other.Http.SendJsonAsync(method, path, body);
        if (!answer.IsSuccessStatusCode)
        {
            await answer.ProblemAsync(HttpStatusCode.Forbidden);
        }

        return answer.IsSuccessStatusCode;
    }
}
