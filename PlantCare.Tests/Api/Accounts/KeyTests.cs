namespace PlantCare.Tests.Api.Accounts;

/// <summary>Keys for scripts that make no sense.</summary>
[Collection(ApiTests.Name)]
public sealed class KeyTests(ApiFixture api)
{
    [Theory]
    [InlineData("""{"name":"Script","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"Script"}""", "scopes")]
    [InlineData("""{"name":"Script","scopes":["read","admin"]}""", "scopes")]
    [InlineData("""{"name":"Script","scopes":["none"]}""", "scopes")]
    [InlineData("""{"name":"Script","scopes":[null]}""", "scopes")]
    [InlineData("""{"name":" ","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"two\nlines","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"Script","scopes":["read"],"expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    public async Task Create_key_that_makes_no_sense_is_refused(string body, string member)
    {
        using var owner = await api.Host.RegisterAsync();
        using var answer = await owner.Http.SendJsonAsync(HttpMethod.Post, "/users/me/keys", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }
}
