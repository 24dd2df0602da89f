using Microsoft.Extensions.Options;
using PlantCare.Storage.Readings.Influx;

namespace PlantCare.Tests.Storage;

public sealed class InfluxConnectionTests
{
    [Fact]
    public void Parse_token_endpoint_organisation_and_bucket()
    {
        var connection = InfluxConnection.Parse("Endpoint=https://influx.example/base;Token=abc==;Org=smart_plant_care;Bucket=sensor_data");

        Assert.Equal("https://influx.example/base/", connection.Endpoint.ToString());
        Assert.Equal(("Token", "abc=="), (connection.Authorization!.Scheme, connection.Authorization.Parameter));
        Assert.Equal(("smart_plant_care", "sensor_data"), (connection.Organization, connection.Bucket));
    }

    [Fact]
    public void Parse_user_and_password_for_1x()
    {
        var connection = InfluxConnection.Parse("endpoint=http://localhost:8086;user=plants;password='a;b=\"c\"'");

        Assert.Equal("Basic", connection.Authorization!.Scheme);
        Assert.Equal("plants:a;b=\"c\"", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(connection.Authorization.Parameter!)));
        Assert.Equal("sensor_data", connection.Bucket);
    }

    [Fact]
    public void Parse_without_credentials_asks_nobody() =>
        Assert.Null(InfluxConnection.Parse("Endpoint=http://localhost:8086").Authorization);

    [Theory]
    [InlineData("", "no Endpoint")]
    [InlineData("Token=hush", "no Endpoint")]
    [InlineData("localhost:8086", "key=value")]
    [InlineData("Endpoint=localhost:8086;Token=hush", "no address")]
    [InlineData("Endpoint=ftp://localhost", "no address")]
    [InlineData("Endpoint=http://me:hush@localhost:8086", "credentials belong")]
    [InlineData("Endpoint=http://localhost:8086?db=hush", "credentials belong")]
    [InlineData("Endpoint=http://localhost:8086;Tokn=hush", "'tokn'")]
    [InlineData("Endpoint=http://localhost:8086;Token=hush;User=a;Password=hush", "one or the other")]
    [InlineData("Endpoint=http://localhost:8086;User=a", "only one of User and Password")]
    [InlineData("Endpoint=http://localhost:8086;Password=hush", "only one of User and Password")]
    [InlineData("Endpoint=http://localhost:8086;User=a:b;Password=hush", "colon")]
    [InlineData("Endpoint=http://localhost:8086;Token=hush\u00fc hush", "characters")]
    [InlineData("Endpoint=http://localhost:8086;Bucket=a\"; DROP", "key=value")]
    [InlineData("Endpoint=http://localhost:8086;Bucket=plant data", "Bucket")]
    public void Parse_fault_names_the_key_and_what_it_expects_and_no_secret(string text, string expected)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => InfluxConnection.Parse(text));

        Assert.All(refusal.Failures, failure => Assert.StartsWith("ConnectionStrings__influxdb ", failure, StringComparison.Ordinal));
        Assert.Contains(expected, refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hush", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_reports_every_fault_at_once()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => InfluxConnection.Parse("Endpoint=x;Bucket=a b;User=a;Colour=red"));

        Assert.Equal(4, refusal.Failures.Count());
    }
}
