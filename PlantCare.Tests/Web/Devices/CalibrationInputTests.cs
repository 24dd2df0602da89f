using PlantCare.Domain.Devices;
using PlantCare.Web.Devices;

namespace PlantCare.Tests.Web.Devices;

public sealed class CalibrationInputTests
{
    [Fact]
    public void Of_a_plain_device_is_its_one_probe() =>
        Assert.Equal(["soil_moisture"], CalibrationInput.Of(DeviceConfig.Empty).Select(probe => probe.Member));

    [Fact]
    public void Of_a_device_with_channels_is_each_that_measures_soil()
    {
        var channels = new Dictionary<string, Channel>(StringComparer.Ordinal)
        {
            ["s2"] = new(Guid.CreateVersion7(), "soil_moisture"),
            ["s1"] = new(Guid.CreateVersion7(), "soil_moisture"),
            ["air"] = new(Guid.CreateVersion7(), "temperature"),
        };

        Assert.Equal(["s1", "s2"], CalibrationInput.Of(new DeviceConfig { Channels = channels }).Select(probe => probe.Member));
    }

    [Fact]
    public void Read_takes_two_counts_either_way_round()
    {
        var probe = new CalibrationInput("soil_moisture", current: null) { Dry = " 620,5 ", Wet = "280" };

        Assert.Null(probe.Read(out var calibration));
        Assert.Equal(new Calibration(620.5, 280), calibration);
    }

    [Theory]
    [InlineData("", "280", "numbers")]
    [InlineData("dry", "280", "numbers")]
    [InlineData("1e400", "280", "numbers")]
    [InlineData("300", "300", "differ")]
    public void Read_says_what_is_wrong(string dry, string wet, string word)
    {
        var probe = new CalibrationInput("soil_moisture", current: null) { Dry = dry, Wet = wet };

        Assert.Contains(word, probe.Read(out var calibration), StringComparison.Ordinal);
        Assert.Null(calibration);
    }

    [Theory]
    [InlineData(50, 450d)]
    [InlineData(0, null)]
    [InlineData(100, null)]
    [InlineData(512, 512d)]
    public void CountOf_works_back_what_was_not_cut_off(double value, double? count) =>
        Assert.Equal(count, new CalibrationInput("soil_moisture", new Calibration(620, 280)).CountOf(value));
}
