namespace PlantCare.Api.Journal;

/// <summary>Tells pictures by what they are and not by what somebody says: what is sent to browsers is a picture and nothing else.</summary>
internal static class PhotoType
{
    /// <summary>The pictures that are taken, for people.</summary>
    public const string Expected = "JPEG, PNG or WebP";

    /// <returns>The media type; null when it is none of those.</returns>
    public static string? Of(ReadOnlySpan<byte> picture) => picture switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
