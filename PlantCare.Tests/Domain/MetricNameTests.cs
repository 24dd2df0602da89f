using PlantCare.Domain.Metrics;

namespace PlantCare.Tests.Domain;

public class MetricNameTests
{
    [Theory]
    [InlineData("temperature", true)]
    [InlineData("soil_moisture_1", true)]
    [InlineData("x", true)]
    [InlineData("", false)]
    [InlineData("Temperature", false)]
    [InlineData("1st", false)]
    [InlineData("_x", false)]
    [InlineData("soil-moisture", false)]
    [InlineData("größe", false)]
    [InlineData("timestamp", false)]
    [InlineData("plant_id", false)]
    public void IsValid_name_follows_the_contract(string name, bool valid) => Assert.Equal(valid, MetricName.IsValid(name));

    [Fact]
    public void IsValid_length_is_bounded_at_64()
    {
        Assert.True(MetricName.IsValid(new string('a', 64)));
        Assert.False(MetricName.IsValid(new string('a', 65)));
    }
}
