using System.Net;
using System.Text;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Api.Sharing;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Journal;

/// <summary>A plant's journal: what may stand in it, and who writes and reads it.</summary>
public abstract class JournalContract(Edition edition) : IAsyncLifetime
{
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private ApiCaller _owner = null!;
    private PlantResponse _basil = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => $"/plants/{_basil.Id}/journal";

    public async ValueTask InitializeAsync()
    {
        _owner = await edition.RegisterAsync();
        _basil = await _owner.AddPlantAsync();
    }

    public ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Entry_is_kept_as_it_was_written()
    {
        using var answer = await _owner.Http.SendJsonAsync(
            HttpMethod.Post, Path, """{"kind":"fertilised","note":" Half a dose.\nNext in May. ","amount_ml":250,"happened_at":"2026-03-01T08:00:00+02:00"}""");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(["amount_ml", "author", "created_at", "happened_at", "id", "kind", "note", "photo", "plant_id"], (await answer.JsonAsync()).Names());
        var entry = Assert.Single((await _owner.Client.Plants.ListJournalAsync(_basil.Id, cancellationToken: Cancellation)).Data);
        Assert.Equal((JournalKind.Fertilised, "Half a dose.\nNext in May.", 250d), (entry.Kind, entry.Note, entry.AmountMl));
        Assert.Equal((new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.Zero), _owner.Me.Email.Split('@')[0]), (entry.HappenedAt, entry.Author));
        Assert.Null(entry.Photo);
    }

    [Fact]
    public async Task Entries_are_listed_by_when_they_happened_a_part_at_a_time()
    {
        var start = TimeProvider.System.GetUtcNow().AddDays(-10);
        foreach (var day in (int[])[2, 1, 3, 3, 0])
        {
            await _owner.Client.Plants.WriteJournalAsync(_basil.Id, new CreateJournalEntryRequest(JournalKind.Note, $"day {day}", HappenedAt: start.AddDays(day)), Cancellation);
        }

        var (notes, cursor) = (new List<string?>(), (string?)null);
        do
        {
            var page = await _owner.Client.Plants.ListJournalAsync(_basil.Id, limit: 2, cursor, Cancellation);
            notes.AddRange(page.Data.Select(entry => entry.Note));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(["day 3", "day 3", "day 2", "day 1", "day 0"], notes);
    }

    [Fact]
    public async Task Photo_comes_back_as_the_picture_that_it_is()
    {
        var entry = await _owner.Client.Plants.WriteJournalAsync(_basil.Id, new CreateJournalEntryRequest(JournalKind.Photo, Photo: Picture), Cancellation);

        Assert.Equal($"{Path}/{entry.Id}/photo", entry.Photo);
        using var answer = await _owner.Http.GetAsync(entry.Photo, Cancellation);
        Assert.Equal(Picture, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var (picture, type) = await _owner.Client.Plants.GetJournalPhotoAsync(_basil.Id, entry.Id, Cancellation);
        Assert.Equal(Picture, picture);
        Assert.Equal("image/png", type);

        using var other = await edition.RegisterAsync();
        using var refused = await other.Http.GetAsync(entry.Photo, Cancellation);
        await refused.ProblemAsync(HttpStatusCode.NotFound);
        var fern = await other.AddPlantAsync("Fern");
        using var through = await other.Http.GetAsync($"/plants/{fern.Id}/journal/{entry.Id}/photo", Cancellation);
        await through.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Photo_may_be_larger_than_other_requests_and_not_too_large()
    {
        var large = new byte[3 * 1024 * 1024];
        Picture.CopyTo(large, 0);
        await _owner.Client.Plants.WriteJournalAsync(_basil.Id, new CreateJournalEntryRequest(JournalKind.Photo, Photo: large), Cancellation);

        using var above = await _owner.Http.SendJsonAsync(
            HttpMethod.Post, Path, $$"""{"kind":"photo","photo":"{{Convert.ToBase64String([.. large, 0])}}"}""");
        Assert.Contains("MiB", await above.FaultOfAsync("photo"), StringComparison.Ordinal);

        // Asked before it is sent, as curl does: otherwise the refusal can be lost behind what is still on its way.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = _owner.Http.BaseAddress };
        using var farAbove = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new StringContent($$"""{"kind":"photo","photo":"{{Convert.ToBase64String(new byte[large.Length * 2])}}"}""", Encoding.UTF8, "application/json"),
        };
        farAbove.Headers.ExpectContinue = true;
        farAbove.Headers.Authorization = _owner.Http.DefaultRequestHeaders.Authorization;
        using var refused = await patient.SendAsync(farAbove, Cancellation);
        await refused.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("{}", "kind")]
    [InlineData("""{"kind":"note"}""", "note")]
    [InlineData("""{"kind":"note","note":"  "}""", "note")]
    [InlineData("""{"kind":"note","note":"a\u0000b"}""", "note")]
    [InlineData("""{"kind":"watered","amount_ml":0}""", "amount_ml")]
    [InlineData("""{"kind":"watered","amount_ml":1e9}""", "amount_ml")]
    [InlineData("""{"kind":"watered","happened_at":"2999-01-01T00:00:00Z"}""", "happened_at")]
    [InlineData("""{"kind":"watered","happened_at":"0001-01-01T00:00:00Z"}""", "happened_at")]
    [InlineData("""{"kind":"photo"}""", "photo")]
    [InlineData("""{"kind":"photo","photo":"PHNjcmlwdD4="}""", "photo")]
    public async Task Entry_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, Path, body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    [Theory]
    [InlineData(ShareRole.Viewer, HttpStatusCode.Forbidden)]
    [InlineData(ShareRole.Caretaker, HttpStatusCode.Created)]
    [InlineData(ShareRole.Owner, HttpStatusCode.Created)]
    public async Task Role_decides_who_writes(ShareRole role, HttpStatusCode expected)
    {
        await _owner.Client.Plants.WriteJournalAsync(_basil.Id, new CreateJournalEntryRequest(JournalKind.Note, "Mine."), Cancellation);
        using var other = await edition.RegisterAsync();
        using (var stranger = await other.Http.SendJsonAsync(HttpMethod.Post, Path, """{"kind":"note","note":"Hers."}"""))
        {
            await stranger.ProblemAsync(HttpStatusCode.NotFound);
        }

        await _owner.SharePlantAsync(_basil.Id, other, role);
        foreach (var body in (string[])["""{"kind":"note","note":"Hers."}""", """{"kind":"watered"}"""])
        {
            using var answer = await other.Http.SendJsonAsync(HttpMethod.Post, Path, body);
            Assert.Equal(expected, answer.StatusCode);
        }

        // All of them read it.
        var seen = await other.Client.Plants.ListJournalAsync(_basil.Id, cancellationToken: Cancellation);
        Assert.Equal(expected == HttpStatusCode.Created ? 3 : 1, seen.Count);
        Assert.Contains(seen.Data, entry => entry.Note == "Mine.");
    }

    [Fact]
    public async Task Sitter_writes_that_the_plant_was_watered_and_nothing_else()
    {
        var link = await _owner.Client.Shares.AddPlantSitterAsync(_basil.Id, new CreateSitterRequest("Aunt Bea", TimeProvider.System.GetUtcNow().AddDays(7)), Cancellation);
        using var http = edition.CreateClient(link.Token);

        var entry = await new PlantCareClient(http).Plants.WriteJournalAsync(_basil.Id, new CreateJournalEntryRequest(JournalKind.Watered, AmountMl: 200), Cancellation);
        Assert.Equal("Aunt Bea", entry.Author);
        using var refused = await http.SendJsonAsync(HttpMethod.Post, Path, """{"kind":"note","note":"Lovely plant."}""");
        await refused.ProblemAsync(HttpStatusCode.Forbidden);
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeJournalTests(HomeEditionFixture edition) : JournalContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedJournalTests(DistributedEditionFixture edition) : JournalContract(edition);
