using PlantCare.Contracts.Devices;
using PlantCare.Domain.Devices;

namespace PlantCare.Tests.Api;

/// <summary>What QR codes of devices say.</summary>
public sealed class DeviceLabelTests
{
    [Theory]
    [InlineData("192.168.1.10", 1883, false, "plantcare://basil-probe:s3cr3t_-@192.168.1.10:1883")]
    [InlineData("garden.example", 8883, true, "plantcare://basil-probe:s3cr3t_-@garden.example:8883?tls=1")]
    [InlineData("fd00::1", 1883, false, "plantcare://basil-probe:s3cr3t_-@[fd00::1]:1883")]
    public void ToCode_is_one_address_that_can_be_read_again(string host, int port, bool tls, string expected)
    {
        var label = DeviceLabel.Of(new MqttSettings(host, port, tls, "basil-probe", "s3cr3t_-", "plantcare/basil-probe/readings"));

        Assert.Equal(expected, label.ToCode());
        Assert.True(DeviceLabel.TryParse(expected, out var read));
        Assert.Equal(label, read);
    }

    [Fact]
    public void ToCode_of_any_secret_can_be_read_again()
    {
        foreach (var secret in new[] { DeviceSecret.Generate(), "a:b@c/d?e#f%g h", "schlüssel" })
        {
            var label = new DeviceLabel("pi", 1883, Tls: false, "pot-1", secret);

            Assert.True(DeviceLabel.TryParse(label.ToCode(), out var read), label.ToCode());
            Assert.Equal(secret, read.Secret);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://basil-probe:secret@host:1883")]
    [InlineData("plantcare://basil-probe@host:1883")]
    [InlineData("plantcare://:secret@host:1883")]
    [InlineData("plantcare://basil-probe:secret@host")]
    [InlineData("plantcare://Basil/+:secret@host:1883")]
    [InlineData("plantcare://basil-probe:secret@host:1883/elsewhere")]
    [InlineData("plantcare:claim?code=K7QM2X9DFZ4P")]
    public void TryParse_of_anything_else_is_no_label(string? text) => Assert.False(DeviceLabel.TryParse(text, out _));

    [Fact]
    public void ToString_does_not_tell_the_secret() =>
        Assert.DoesNotContain("s3cr3t", new DeviceLabel("pi", 1883, Tls: false, "pot-1", "s3cr3t").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("plantcare:claim?code=K7QM2X9DFZ4P", "K7QM2X9DFZ4P")]
    [InlineData(" k7qm-2x9d-fz4p ", "K7QM2X9DFZ4P")]
    [InlineData("K7QM 2X9D FZ4P", "K7QM2X9DFZ4P")]
    public void ClaimLabel_is_read_from_a_QR_code_or_as_it_is_typed(string text, string expected)
    {
        Assert.True(ClaimLabel.TryParse(text, out var label));
        Assert.Equal(expected, label.Code);
        Assert.True(ClaimLabel.TryParse(label.ToCode(), out var again));
        Assert.Equal(label, again);
        Assert.Equal(ClaimCode.Hash(text.Contains('?', StringComparison.Ordinal) ? expected : text), ClaimCode.Hash(expected));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("SHORT-1")]
    [InlineData("K7QM2X9DFZ4!")]
    public void ClaimLabel_of_anything_else_is_none(string? text) => Assert.False(ClaimLabel.TryParse(text, out _));
}
