using PlantCare.Domain.Devices;

namespace PlantCare.Tests.Domain;

public sealed class SensorNameTests
{
    [Theory]
    [InlineData("C4:7C:8D:65:B6:63", "c47c8d65b663")]
    [InlineData("c4-7c-8d-65-b6-63", "c47c8d65b663")]
    [InlineData("C47C8D65B663", "c47c8d65b663")]
    [InlineData(" C47C8D65B663 ", "c47c8d65b663")]
    [InlineData("Office/Fern", "office/fern")]
    [InlineData("C4:7C:8D:65:B6:6", "c4:7c:8d:65:b6:6")]
    [InlineData("C4:7C:8D:65:B6:GG", "c4:7c:8d:65:b6:gg")]
    [InlineData("C4.7C.8D.65.B6.63", "c4.7c.8d.65.b6.63")]
    [InlineData("0x00158d0001ab", "0x00158d0001ab")]
    [InlineData("", "")]
    public void Normalize_same_sensor_has_the_same_name(string name, string expected) => Assert.Equal(expected, SensorName.Normalize(name));

    [Theory]
    [InlineData("c47c8d65b663", "C4:7C:8D:65:B6:63")]
    [InlineData("Office/Fern ", "Office/Fern")]
    public void Display_mac_has_colons_and_others_stay(string name, string expected) => Assert.Equal(expected, SensorName.Display(name));
}
