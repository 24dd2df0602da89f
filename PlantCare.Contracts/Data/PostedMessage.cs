namespace PlantCare.Contracts.Data;

/// <summary>A device's message as the body of an HTTP request. What it holds is ingest's business.</summary>
public static class PostedMessage
{
    /// <summary>The most that one may have, bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Where Ingest takes what devices post to Api: with the device's own credentials, answered by a <see cref="SubmitResponse"/>.</summary>
    public const string IntakePath = "/intake";

    /// <summary>What to tell somebody who sent more.</summary>
    public static string TooLarge { get; } = $"A message may have at most {MaxBytes} bytes. Send fewer readings at a time.";

    /// <summary>Reads all of a body as it is; null when it is too long.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        // Most messages are some hundred bytes.
        var buffer = new byte[1_024];
        var length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > MaxBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, MaxBytes + 1));
            }
        }

        return buffer.AsMemory(0, length);
    }
}
