using PlantCare.Domain.Metrics;

namespace PlantCare.Tests.Domain;

public sealed class ConversionTests
{
    [Theory]
    [InlineData(0, 32)]
    [InlineData(100, 212)]
    [InlineData(-40, -40)]
    [InlineData(21.5, 70.7)]
    public void Celsius_and_fahrenheit_are_each_others_way_back(double celsius, double fahrenheit)
    {
        Assert.Equal(fahrenheit, Conversion.ToFahrenheit(celsius));
        Assert.Equal(celsius, Conversion.ToCelsius(fahrenheit));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.0185)]
    [InlineData(10_000, 185)]
    [InlineData(108_000, 1_998)]
    public void Lux_and_ppfd_are_each_others_way_back_by_sunlights_factor(double lux, double ppfd)
    {
        Assert.Equal(ppfd, Conversion.ToPpfd(lux));
        Assert.Equal(lux, Conversion.ToLux(ppfd));
    }
}
