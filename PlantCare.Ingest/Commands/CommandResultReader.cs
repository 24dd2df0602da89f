using System.Text.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Commands;

/// <summary>What a device says of a command.</summary>
/// <param name="Id">The command.</param>
/// <param name="IsDone">Whether it is done; otherwise it failed.</param>
/// <param name="Detail">What else the device says; null for nothing.</param>
internal readonly record struct CommandResult(Guid Id, bool IsDone, string? Detail);

/// <summary>Reads <c>{"id":"…","status":"success"|"failed","detail":"…"}</c>.</summary>
internal static class CommandResultReader
{
    private const int MaxBytes = 8 * 1024;
    private const int LongestDetail = 500;

    /// <param name="payload">What the device sent.</param>
    /// <param name="result">What it says.</param>
    /// <param name="fault">Why it cannot be read.</param>
    /// <returns>False when it cannot be read.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> payload, out CommandResult result, out Rejection? fault)
    {
        (result, fault) = (default, null);
        if (payload.Length > MaxBytes)
        {
            fault = new Rejection(RejectionReason.TooLarge, $"a result has at most {MaxBytes} bytes; these are {payload.Length}");
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            fault = Read(document.RootElement, ref result);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a surrogate pair.
            fault = new Rejection(RejectionReason.NotJson, "a result must be JSON like {\"id\":\"…\",\"status\":\"success\"}");
        }

        return fault is null;
    }

    private static Rejection? Read(JsonElement root, ref CommandResult result)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new Rejection(RejectionReason.NotAReading, "a result must be a JSON object like {\"id\":\"…\",\"status\":\"success\"}");
        }

        if (TextOf(root, "id") is not { } text || !Guid.TryParse(text, out var id))
        {
            return new Rejection(RejectionReason.BadValue, "id must be the command's");
        }

        if (TextOf(root, "status") is not { } status || status is not ("success" or "failed"))
        {
            return new Rejection(RejectionReason.BadValue, "status must be success or failed");
        }

        result = new CommandResult(id, status == "success", Shown(TextOf(root, "detail")));
        return null;
    }

    private static string? TextOf(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // One line, which the database takes and a page can show.
    private static string? Shown(string? detail)
    {
        if (string.IsNullOrWhiteSpace(detail))
        {
            return null;
        }

        var clean = string.Concat(detail.Trim().Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return clean.Length <= LongestDetail ? clean : clean[..(LongestDetail - 1)] + "…";
    }
}
