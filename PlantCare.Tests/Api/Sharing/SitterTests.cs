using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>A sitter link: no account, an end, and little that it opens.</summary>
[Collection(ApiTests.Name)]
public sealed class SitterTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private PlantResponse _basil = null!;
    private CreatedSitterResponse _link = null!;
    private SitterCaller _sitter = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset InAWeek => TimeProvider.System.GetUtcNow().AddDays(7);

    public async ValueTask InitializeAsync()
    {
        _owner = await api.Host.RegisterAsync();
        _basil = await _owner.AddPlantAsync();
        await _owner.AddPlantAsync("Secret");
        _link = await _owner.Client.Shares.AddPlantSitterAsync(_basil.Id, new CreateSitterRequest("Aunt Bea", InAWeek), Cancellation);
        _sitter = api.Host.SitWith(_link.Token);
    }

    public ValueTask DisposeAsync()
    {
        _sitter.Dispose();
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Link_shows_its_plant_and_who_it_makes_its_bearer()
    {
        Assert.StartsWith("pcs_", _link.Token, StringComparison.Ordinal);
        var me = await _sitter.Client.Shares.GetSitterAsync(Cancellation);
        Assert.Equal(("Aunt Bea", _owner.Me.Email.Split('@')[0]), (me.Name, me.Owner));
        var seen = Assert.Single((await _sitter.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);
        Assert.Equal((_basil.Id, ShareRole.Sitter), (seen.Id, seen.Role));
        Assert.Equal(_basil.Id, (await _sitter.Client.Plants.GetAsync(_basil.Id, Cancellation)).Id);
    }

    [Fact]
    public async Task Link_opens_nothing_else()
    {
        (HttpMethod Method, string Path)[] doors =
        [
            (HttpMethod.Post, "/plants"), (HttpMethod.Patch, $"/plants/{_basil.Id}"), (HttpMethod.Delete, $"/plants/{_basil.Id}"),
            (HttpMethod.Get, "/places"), (HttpMethod.Post, "/devices"), (HttpMethod.Get, "/shares"), (HttpMethod.Get, "/users/me"), (HttpMethod.Get, "/data"),
            (HttpMethod.Get, $"/plants/{_basil.Id}/shares"), (HttpMethod.Post, $"/plants/{_basil.Id}/shares"), (HttpMethod.Post, $"/plants/{_basil.Id}/sitters"),
            (HttpMethod.Delete, $"/shares/{_link.Share.Id}"), (HttpMethod.Patch, $"/shares/{_link.Share.Id}"),
            (HttpMethod.Post, "/invitations/pci_x/accept"),
        ];
        foreach (var (method, path) in doors)
        {
            using var answer = await _sitter.Http.SendJsonAsync(method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : "{}");
            await answer.ProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Link_is_listed_with_its_last_use_and_ends_when_it_is_taken_back()
    {
        var unused = Assert.Single((await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data);
        Assert.Equal((ShareRole.Sitter, "Aunt Bea", ShareState.Active, null), (unused.Role, unused.Holder, unused.State, unused.LastUsedAt));
        await _sitter.Client.Shares.GetSitterAsync(Cancellation);
        Assert.NotNull(Assert.Single((await _owner.Client.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancellation)).Data).LastUsedAt);

        await _owner.Client.Shares.DeleteAsync(_link.Share.Id, Cancellation);

        using var answer = await _sitter.Http.GetAsync("/plants", Cancellation);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Link_that_has_ended_lets_nobody_in()
    {
        var past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await api.Host.LookAsync(database => database.Shares.Where(share => share.Id == _link.Share.Id)
            .ExecuteUpdateAsync(share => share.SetProperty(s => s.ExpiresAt, past), Cancellation));

        using var answer = await _sitter.Http.GetAsync("/plants", Cancellation);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Link_cannot_become_more_than_a_sitters()
    {
        using var role = await _owner.Http.SendJsonAsync(HttpMethod.Patch, $"/shares/{_link.Share.Id}", """{"role":"owner"}""");
        Assert.NotEmpty(await role.FaultOfAsync("role"));
        using var end = await _owner.Http.SendJsonAsync(HttpMethod.Patch, $"/shares/{_link.Share.Id}", """{"expires_at":null}""");
        Assert.NotEmpty(await end.FaultOfAsync("expires_at"));

        var longer = TimeProvider.System.GetUtcNow().AddDays(30);
        Assert.Equal(longer.Date, (await _owner.Client.Shares.UpdateAsync(_link.Share.Id, new UpdateShareRequest { ExpiresAt = longer }, Cancellation)).ExpiresAt!.Value.Date);
    }

    [Fact]
    public async Task Account_asks_in_vain_which_sitter_it_is()
    {
        using var answer = await _owner.Http.GetAsync("/sitter", Cancellation);

        await answer.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"expires_at":"2999-01-01T00:00:00Z","name":"Bea"}""", "expires_at")]
    [InlineData("""{"expires_at":"2020-01-01T00:00:00Z","name":"Bea"}""", "expires_at")]
    [InlineData("""{"name":"Bea"}""", "expires_at")]
    [InlineData("""{"expires_at":"2999-01-01T00:00:00Z"}""", "name")]
    public async Task Create_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, $"/plants/{_basil.Id}/sitters", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }
}
