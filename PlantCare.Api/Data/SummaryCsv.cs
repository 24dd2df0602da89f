using System.Text;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Json;

namespace PlantCare.Api.Data;

/// <summary>The newest values as CSV: a column for each metric that occurs.</summary>
internal static class SummaryCsv
{
    public static string Of(IReadOnlyList<LatestRow> rows)
    {
        var metrics = rows.SelectMany(row => row.Metrics.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder("time,plant_id,user_id,device_id,plant_name,location");
        metrics.ForEach(metric => text.Append(',').Append(metric));
        text.Append("\r\n");
        foreach (var row in rows)
        {
            text.Append(UtcTimeConverter.ToText(row.Time)).Append(',').Append(row.PlantId).Append(',').Append(row.UserId).Append(',');
            CsvText.Append(text, row.DeviceId).Append(',');
            CsvText.Append(text, row.PlantName).Append(',');
            CsvText.Append(text, row.Location);
            foreach (var metric in metrics)
            {
                text.Append(',');
                if (row.Metrics.TryGetValue(metric, out var value))
                {
                    CsvText.Append(text, value);
                }
            }

            text.Append("\r\n");
        }

        return text.ToString();
    }
}
