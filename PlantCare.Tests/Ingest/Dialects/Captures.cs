using System.Text;
using System.Text.Json;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Ingest.Dialects;

/// <summary>A message that a real system published.</summary>
public sealed record Capture(string Dialect, string Topic, byte[] Payload);

/// <summary>The recorded messages, which stand beside the repository.</summary>
internal static class Captures
{
    private const string Folder = "shared/data";
    private const string FileName = "mqtt-captures.jsonl";

    private static readonly Lazy<List<Capture>?> Found = new(Load);

    /// <summary>All of them; the test is skipped where they are not, except in CI.</summary>
    public static IReadOnlyList<Capture> All
    {
        get
        {
            Require.That(Found.Value is not null, $"{FileName} is not beside the repository, in {Folder}");
            return Found.Value!;
        }
    }

    private static List<Capture>? Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, Folder, FileName);
            if (File.Exists(file))
            {
                return [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement).Select(line => new Capture(
                    Text(line, "dialect"), Text(line, "topic"), Encoding.UTF8.GetBytes(Text(line, "payload"))))];
            }
        }

        return null;
    }

    private static string Text(JsonElement line, string member) => line.GetProperty(member).GetString()!;
}
