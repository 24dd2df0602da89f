using System.Globalization;
using System.Text.RegularExpressions;
using PlantCare.Contracts.Devices;
using PlantCare.Web.Provision;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace PlantCare.Tests.Web.Provision;

public sealed partial class QrPathTests
{
    private const int PixelsPerModule = 4;

    [Theory]
    [InlineData("192.168.1.10", 1883, false)]
    [InlineData("a-house-with-a-rather-long-name.in-a-long-street.example.org", 8883, true)]
    public void Code_is_read_by_a_camera_as_the_devices_label(string host, int port, bool tls)
    {
        var label = new DeviceLabel(host, port, tls, "basil-probe", "k7-QMx2x9d_fz4pLw8sT0uVbYcZaEeGgHhIiJjKkLlMm");

        var read = Read(QrPath.Of(label.ToCode()));

        Assert.True(DeviceLabel.TryParse(read, out var parsed));
        Assert.Equal(label, parsed);
    }

    // Draws the path as a browser does, and looks at the picture with another library's eyes.
    private static string Read(QrPath code)
    {
        var side = code.Size * PixelsPerModule;
        var pixels = new byte[side * side];
        Array.Fill(pixels, byte.MaxValue);
        foreach (Match run in Run().Matches(code.Path))
        {
            var (x, y, width) = (Number(run, "x"), Number(run, "y"), Number(run, "width"));
            for (var row = y * PixelsPerModule; row < (y + 1) * PixelsPerModule; row++)
            {
                Array.Fill(pixels, byte.MinValue, (row * side) + (x * PixelsPerModule), width * PixelsPerModule);
            }
        }

        var picture = new RGBLuminanceSource(pixels, side, side, RGBLuminanceSource.BitmapFormat.Gray8);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture))).Text;
    }

    private static int Number(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("M(?<x>[0-9]+) (?<y>[0-9]+)h(?<width>[0-9]+)v1h-[0-9]+z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Run();
}
