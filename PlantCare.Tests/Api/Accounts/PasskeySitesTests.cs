using PlantCare.Api.Accounts.Passkeys;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Which pages may ask for passkeys, and for which domain.</summary>
public sealed class PasskeySitesTests
{
    [Theory]
    [InlineData(null, null, "https://plants.example", "plants.example")]
    [InlineData(null, null, "https://plants.example:8443", "plants.example")]
    [InlineData(null, null, "http://localhost:8080", "localhost")]
    [InlineData(null, null, "http://plants.localhost", "plants.localhost")]
    [InlineData(null, null, "https://pflanzen-für.example", "xn--pflanzen-fr-2hb.example")]
    [InlineData(null, null, "http://plants.example", null)]
    [InlineData(null, null, "https://192.0.2.7", null)]
    [InlineData(null, null, "https://ada@plants.example", null)]
    [InlineData(null, null, null, null)]
    [InlineData("https://plants.example", null, "https://plants.example", "plants.example")]
    [InlineData("https://plants.example/", null, "https://plants.example:443", "plants.example")]
    [InlineData("https://plants.example", null, "https://plants.example:8443", null)]
    [InlineData("https://plants.example", null, "http://localhost:8080", null)]
    [InlineData("https://plants.example; https://app.plants.example", "plants.example", "https://app.plants.example", "plants.example")]
    public void Find_origin_has_the_domain_of_its_site_or_none(string? origins, string? domain, string? origin, string? expected) =>
        Assert.Equal(expected, new PasskeySites(new PasskeySettings { Origins = origins, Domain = domain }).Find(origin)?.Domain);

    [Theory]
    [InlineData("http://plants.example", null, "Passkeys__Origins")]
    [InlineData("https://192.0.2.7", null, "Passkeys__Origins")]
    [InlineData("plants.example", null, "Passkeys__Origins")]
    [InlineData("https://plants.example/path", null, "Passkeys__Origins")]
    [InlineData("https://plants.example;https://other.example", null, "Passkeys__Domain")]
    [InlineData("https://plants.example", "ants.example", "Passkeys__Domain")]
    [InlineData(null, "plants.example", "Passkeys__Domain")]
    public void Settings_that_cannot_be_stop_the_start(string? origins, string? domain, string named)
    {
        var refusal = Assert.Throws<StartUpException>(() => new PasskeySites(new PasskeySettings { Origins = origins, Domain = domain }));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }
}
