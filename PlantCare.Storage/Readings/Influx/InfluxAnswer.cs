using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Receives the rows of an answer, one at a time.</summary>
internal interface IInfluxRows
{
    /// <summary>What follows are rows of this series, until the next one.</summary>
    void Begin(InfluxSeries series);

    /// <summary>A row: a cell for each column; null where the row has no value.</summary>
    void Add(ReadOnlySpan<MetricValue?> row);
}

/// <summary>What stands before rows.</summary>
internal sealed class InfluxSeries
{
    /// <summary>The measurement that they are of.</summary>
    public string Name { get; set; } = "";

    /// <summary>The tags that the query grouped by.</summary>
    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The columns' names.</summary>
    public List<string> Columns { get; } = [];

    /// <summary>A tag that is a UUID; null where it is none.</summary>
    public Guid? IdIn(string tag) => Guid.TryParseExact(Tags.GetValueOrDefault(tag), "D", out var id) ? id : null;
}

/// <summary>
/// Reads answers of <c>/query</c> as they arrive, token by token; at no time more of it is in memory than one buffer. Whether the server
/// sends one document or many (<c>chunked=true</c>) makes no difference:
/// <code>
/// {"results":[{"statement_id":0,"series":[{"name":"sensor_readings","tags":{"plant_id":"0198…"},"columns":["time","temperature"],
///  "values":[[1767225600000,20.5]],"partial":true}],"partial":true}]}
/// {"results":[{"statement_id":0,"error":"database not found: nope"}]}
/// </code>
/// </summary>
internal sealed class InfluxAnswer
{
    // Where the tokens that matter stand, as Utf8JsonReader.CurrentDepth counts.
    private const int RootMember = 1;
    private const int ResultMember = 3;
    private const int SeriesObject = 4;
    private const int SeriesMember = 5;
    private const int Row = 6;
    private const int Cell = 7;

    private static readonly StreamPipeReaderOptions PipeOptions = new(bufferSize: 32 * 1024, leaveOpen: true);
    private static readonly JsonReaderOptions Many = new() { AllowMultipleValues = true, MaxDepth = 16 };

    private readonly IInfluxRows _rows;
    private readonly InfluxSeries _series = new();
    private MetricValue?[] _row = [];
    private string?[] _texts = [];
    private int _cell;
    private Member _member;
    private string _tag = "";
    private bool _isAnswer;

    private InfluxAnswer(IInfluxRows rows) => _rows = rows;

    private enum Member
    {
        Other,
        Error,
        Name,
        Tags,
        Columns,
        Values,
    }

    /// <summary>Reads an answer to its end.</summary>
    /// <exception cref="InfluxException">The answer reports an error, or is no answer.</exception>
    public static async Task ReadAsync(Stream body, IInfluxRows rows, CancellationToken cancellationToken)
    {
        var answer = new InfluxAnswer(rows);
        var pipe = PipeReader.Create(body, PipeOptions);
        var state = new JsonReaderState(Many);
        try
        {
            ReadResult result;
            do
            {
                result = await pipe.ReadAsync(cancellationToken);
                pipe.AdvanceTo(answer.Take(result.Buffer, result.IsCompleted, ref state), result.Buffer.End);
            }
            while (!result.IsCompleted);

            if (!answer._isAnswer)
            {
                throw new InfluxException(InfluxFault.Unreadable, "InfluxDB sent an empty answer.");
            }
        }
        catch (JsonException exception)
        {
            throw new InfluxException(InfluxFault.Unreadable, "InfluxDB sent an answer that cannot be read.", exception);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private SequencePosition Take(ReadOnlySequence<byte> buffer, bool isLast, ref JsonReaderState state)
    {
        if (buffer.IsEmpty)
        {
            return buffer.Start;
        }

        var json = new Utf8JsonReader(buffer, isLast, state);
        while (json.Read())
        {
            _isAnswer = true;
            Take(ref json);
        }

        state = json.CurrentState;
        return json.Position;
    }

    private void Take(ref Utf8JsonReader json)
    {
        switch (json.TokenType, json.CurrentDepth)
        {
            case (JsonTokenType.PropertyName, RootMember or ResultMember or SeriesMember):
                _member = MemberOf(ref json);
                break;
            case (JsonTokenType.String, RootMember or ResultMember) when _member == Member.Error:
                var error = json.GetString()!;
                throw new InfluxException(InfluxException.FaultOf(error), $"InfluxDB refused a query: {error}");
            case (JsonTokenType.StartObject, SeriesObject):
                _series.Name = "";
                _series.Tags.Clear();
                _series.Columns.Clear();
                break;
            case (JsonTokenType.String, SeriesMember) when _member == Member.Name:
                _series.Name = json.GetString()!;
                break;
            case (JsonTokenType.PropertyName, SeriesMember + 1) when _member == Member.Tags:
                _tag = json.GetString()!;
                break;
            case (JsonTokenType.String, SeriesMember + 1) when _member == Member.Tags:
                _series.Tags[_tag] = json.GetString()!;
                break;
            case (JsonTokenType.String, SeriesMember + 1) when _member == Member.Columns:
                _series.Columns.Add(json.GetString()!);
                break;
            case (JsonTokenType.StartArray, SeriesMember) when _member == Member.Values:
                _row = new MetricValue?[_series.Columns.Count];
                _texts = new string?[_series.Columns.Count];
                _rows.Begin(_series);
                break;
            case (JsonTokenType.StartArray, Row) when _member == Member.Values:
                _cell = 0;
                break;
            case (JsonTokenType.EndArray, Row) when _member == Member.Values:
                _rows.Add(_row);
                break;
            case (_, Cell) when _member == Member.Values && _cell < _row.Length:
                _row[_cell] = ValueOf(ref json, ref _texts[_cell]);
                _cell++;
                break;
            default:
                break;
        }
    }

    private static Member MemberOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("values"u8) ? Member.Values
        : json.ValueTextEquals("columns"u8) ? Member.Columns
        : json.ValueTextEquals("name"u8) ? Member.Name
        : json.ValueTextEquals("tags"u8) ? Member.Tags
        : json.ValueTextEquals("error"u8) ? Member.Error
        : Member.Other;

    // Ids repeat from row to row: a column's last text is kept, and compared before a new one is made.
    private static MetricValue? ValueOf(ref Utf8JsonReader json, ref string? lastText)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Number:
                return MetricValue.Of(json.GetDouble());
            case JsonTokenType.True or JsonTokenType.False:
                return MetricValue.Of(json.GetBoolean());
            case JsonTokenType.String:
                if (lastText is null || !json.ValueTextEquals(lastText))
                {
                    lastText = json.GetString()!;
                }

                return MetricValue.Of(lastText);
            default:
                return null;
        }
    }
}
