using PlantCare.Domain.Devices;

namespace PlantCare.Tests.Domain;

public sealed class DevicePatienceTests
{
    [Theory]
    [InlineData(null, 1_440)]
    [InlineData(0d, 1_440)]
    [InlineData(double.NaN, 1_440)]
    [InlineData(5d, 15)]
    [InlineData(600d, 40)]
    [InlineData(6 * 3_600d, 24 * 60)]
    [InlineData(86_400d, 2 * 1_440)]
    [InlineData(1e300, 366 * 1_440)]
    public void With_an_interval_waits_four_of_them_within_reason(double? intervalSeconds, double minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), DevicePatience.With(intervalSeconds));
}
