using System.Text;
using System.Text.Json;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Json;

namespace PlantCare.Api.Devices.Factory;

/// <summary>Reads a maker's list, as JSON or as CSV. Pure but for the body that it reads.</summary>
internal static class ImportReader
{
    private static readonly string[] Columns = ["device_id", "key", "key_hash", "code", "code_hash", "model"];

    /// <returns>The devices; null with a fault.</returns>
    public static async Task<IReadOnlyList<ImportedDevice>?> ReadAsync(HttpRequest request, Faults faults, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true)
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            return ReadCsv(await reader.ReadToEndAsync(cancellationToken), faults);
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<List<ImportedDevice>>(request.Body, PlantCareJson.Options, cancellationToken)
                ?? throw new JsonException("null");
        }
        catch (JsonException)
        {
            faults.Add("body", "must be a JSON array of {\"device_id\":…,\"key\":…,\"code\":…,\"model\":…}, or CSV as text/csv with these names in its first line");
            return null;
        }
    }

    /// <summary>Reads CSV (RFC 4180), its columns in any order.</summary>
    public static IReadOnlyList<ImportedDevice>? ReadCsv(string text, Faults faults)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).ToList();
        var header = lines.Count > 0 ? Split(lines[0]).ConvertAll(name => name.Trim().ToLowerInvariant()) : [];
        if (!header.Contains("device_id") || header.Exists(name => !Columns.Contains(name)) || header.Distinct(StringComparer.Ordinal).Count() != header.Count)
        {
            faults.Add("body", $"must begin with a line of column names: device_id, and of {string.Join(", ", Columns.Skip(1))} those that are there");
            return null;
        }

        var devices = new List<ImportedDevice>();
        foreach (var (number, line) in lines.Index().Skip(1))
        {
            var fields = Split(line);
            if (fields.Count != header.Count)
            {
                faults.Add("body", $"line {number + 1} has {fields.Count} fields and should have {header.Count}");
                return null;
            }

            devices.Add(new ImportedDevice(Field("device_id"), Field("key"), Field("key_hash"), Field("code"), Field("code_hash"), Field("model")));

            string? Field(string name) => header.IndexOf(name) is >= 0 and var place && fields[place].Trim() is { Length: > 0 } value ? value : null;
        }

        return devices;
    }

    // Quotes around a field, and two for one within.
    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when isQuoted && i + 1 < line.Length && line[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(line[i]);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
