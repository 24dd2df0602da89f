using System.Globalization;
using System.Text;
using QRCoder;

namespace PlantCare.Web.Provision;

/// <summary>A QR code as a path: its dark modules as runs, one unit each, in a square of <see cref="Size"/> units with its quiet border.</summary>
/// <param name="Size">The square's side, modules.</param>
/// <param name="Path">The path's data.</param>
internal sealed record QrPath(int Size, string Path)
{
    /// <summary>The code that says <paramref name="text"/>; a seventh of it may be dirty or torn (error correction level M).</summary>
    public static QrPath Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                var start = x;
                while (x < rows[y].Count && rows[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return new QrPath(rows.Count, path.ToString());
    }
}
