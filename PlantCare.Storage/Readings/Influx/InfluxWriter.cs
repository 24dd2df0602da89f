using System.Globalization;
using System.Text.RegularExpressions;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Writes a batch and finds out what became of each reading. InfluxDB says that points of a batch were dropped, but not which:
/// <list type="bullet">
/// <item>1.x: 400 <c>partial write: points beyond retention policy dropped=1</c>; the others are stored</item>
/// <item>2.x: 422 <c>failure writing points to database: partial write: field type conflict: … dropped=1</c>; the others are stored</item>
/// <item>2.x: 400 <c>unable to parse 'bad line': invalid field format</c>; nothing is stored</item>
/// </list>
/// So a part that was not taken whole is halved until what is refused stands alone. Writing a good point again changes nothing.
/// </summary>
internal sealed partial class InfluxWriter(InfluxHttp http, InfluxSchema schema, TimeProvider time)
{
    /// <summary>InfluxDB's advice for the size of a write.</summary>
    private const int MaxLines = 5_000;

    /// <summary>Before compression; 1.x closes the connection at 25 MB.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    private const int BytesPerReading = 384;

    private long _notBefore = long.MinValue;

    /// <summary>Writes a batch.</summary>
    public async Task<WriteResult> WriteAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        // The server asked to be left alone for a while.
        if (time.GetTimestamp() < Volatile.Read(ref _notBefore))
        {
            return WriteResult.NotNow("InfluxDB asked to be tried again later.");
        }

        var refused = new List<RefusedReading>();
        using var buffer = new PooledBuffer(Math.Max(batch.Count, 1) * BytesPerReading);
        try
        {
            await schema.EnsureAsync(cancellationToken);

            // step 1: all lines into one buffer, each with its place in the batch
            var lines = Encode(batch, buffer, refused);

            // step 2: part by part, in order, so that of two readings with the same time the later one stays
            for (var first = 0; first < lines.Count;)
            {
                var last = EndOfPart(lines, first);
                await WritePartAsync(new Part(batch, buffer, lines, first, last), refused, cancellationToken);
                first = last;
            }
        }
        catch (InfluxException failure)
        {
            if (failure.RetryAfter is { } pause)
            {
                Volatile.Write(ref _notBefore, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));
            }

            if (failure.Fault == InfluxFault.NoDatabase)
            {
                // Somebody dropped it: the next attempt makes it again.
                schema.Forget();
            }

            return WriteResult.NotNow(Explain(failure));
        }

        InfluxTelemetry.Wrote(batch.Count - refused.Count, refused.Count);
        refused.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return refused.Count == 0 ? WriteResult.Stored : WriteResult.StoredExcept(refused);
    }

    private static List<Line> Encode(IReadOnlyList<Reading> batch, PooledBuffer buffer, List<RefusedReading> refused)
    {
        var lines = new List<Line>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var start = buffer.Count;
            if (LineProtocol.Append(buffer, batch[i]) is { } fault)
            {
                refused.Add(new RefusedReading(i, $"InfluxDB cannot keep the reading: {fault}."));
            }
            else
            {
                lines.Add(new Line(i, start, buffer.Count));
            }
        }

        return lines;
    }

    private static int EndOfPart(List<Line> lines, int first)
    {
        var end = first + 1;
        while (end < lines.Count && end - first < MaxLines && lines[end].End - lines[first].Start <= MaxBytes)
        {
            end++;
        }

        return end;
    }

    private async Task WritePartAsync(Part part, List<RefusedReading> refused, CancellationToken cancellationToken)
    {
        // Now, and not when the batch came: a part may have waited for the one before it.
        var now = time.GetUtcNow();
        var lateBefore = LateMarks.LateBefore(now);
        using var marked = part.AnyBefore(lateBefore) ? new PooledBuffer(part.Lines.Length * 2) : null;
        var marks = 0;
        if (marked is not null)
        {
            marked.Write(part.Lines.Span);
            marks = LateMarks.Append(marked, part.Readings, lateBefore, now);
        }

        try
        {
            await http.WriteAsync(marked is null ? part.Lines : marked[..], cancellationToken);
        }
        catch (InfluxException failure) when (failure.Fault is InfluxFault.Refused or InfluxFault.TooLarge)
        {
            if (DroppedIn(failure.Message) is { } dropped && (part.Count == 1 || dropped == part.Count + marks))
            {
                // A backlog that is older than the retention as a whole must not cost a request for each of its readings. What is too
                // old is never a mark alone, which is younger than the readings that it is for.
                part.Refuse(refused, failure.Message);
            }
            else if (part.Count > 1)
            {
                var (left, right) = part.Halve();
                await WritePartAsync(left, refused, cancellationToken);
                await WritePartAsync(right, refused, cancellationToken);
            }
            else if (marks == 0 || await IsRefusedAsync(part, cancellationToken))
            {
                part.Refuse(refused, failure.Message);
            }
        }
    }

    // Is it the reading, or the mark beside it, where another program gave the mark's field a type of its own?
    private async Task<bool> IsRefusedAsync(Part part, CancellationToken cancellationToken)
    {
        try
        {
            await http.WriteAsync(part.Lines, cancellationToken);
            return false;
        }
        catch (InfluxException failure) when (failure.Fault is InfluxFault.Refused or InfluxFault.TooLarge)
        {
            return true;
        }
    }

    private static int? DroppedIn(string message) =>
        Dropped().Match(message) is { Success: true } match
        && int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    // Bound to the beginning, since what follows may quote names that people gave.
    [GeneratedRegex(
        "^InfluxDB answered [0-9]+: (failure writing points to database: )?partial write: (points beyond retention policy dropped=|dropped )(?<count>[0-9]{1,9})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Dropped();

    private string Explain(InfluxException failure) => failure.Fault switch
    {
        InfluxFault.Denied => $"{failure.Message} (the credentials in {InfluxConnection.Key} may not write)",
        InfluxFault.NoDatabase => $"{failure.Message} ({InfluxConnection.Key} names {http.Connection.Bucket})",
        _ => failure.Message,
    };

    private readonly record struct Line(int Index, int Start, int End);

    /// <summary>Some neighbouring lines of a batch.</summary>
    private readonly record struct Part(IReadOnlyList<Reading> Batch, PooledBuffer Buffer, List<Line> All, int First, int End)
    {
        public int Count => End - First;

        public ReadOnlyMemory<byte> Lines => Buffer[All[First].Start..All[End - 1].End];

        public IEnumerable<Reading> Readings
        {
            get
            {
                for (var i = First; i < End; i++)
                {
                    yield return Batch[All[i].Index];
                }
            }
        }

        public bool AnyBefore(long lateBefore)
        {
            for (var i = First; i < End; i++)
            {
                if (LateMarks.IsLate(Batch[All[i].Index], lateBefore))
                {
                    return true;
                }
            }

            return false;
        }

        public (Part Left, Part Right) Halve()
        {
            var middle = First + (Count / 2);
            return (this with { End = middle }, this with { First = middle });
        }

        public void Refuse(List<RefusedReading> refused, string reason) =>
            refused.AddRange(All[First..End].Select(line => new RefusedReading(line.Index, reason)));
    }
}
