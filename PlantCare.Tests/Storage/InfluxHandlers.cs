using System.Net;

namespace PlantCare.Tests.Storage;

/// <summary>Answers 404 to the first question for a bucket, which the recording holds only for one that exists.</summary>
internal sealed class NotFoundOnce(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private bool _asked;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_asked || request.Method != HttpMethod.Get || request.RequestUri!.AbsolutePath != "/api/v2/buckets")
        {
            return base.SendAsync(request, cancellationToken);
        }

        _asked = true;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"code":"not found"}""") });
    }
}

/// <summary>Answers the first write as a hosted InfluxDB does to whom sends too much, which no server here can be brought to.</summary>
internal sealed class BusyOnce(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>How many writes came this far.</summary>
    public int Writes { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath != "/write" || Writes++ > 0)
        {
            return base.SendAsync(request, cancellationToken);
        }

        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("slow down") };
        answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(30));
        return Task.FromResult(answer);
    }
}

/// <summary>Sends what is for one bucket to the bucket that the recording was made with.</summary>
internal sealed class AnyBucket(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Which bucket was meant.</summary>
    public string? Asked { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Patch)
        {
            Asked = request.RequestUri!.AbsolutePath;
            request.RequestUri = new Uri(request.RequestUri, "/api/v2/buckets/b248e7ae7423c815");
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Does something when the first write is on its way.</summary>
internal sealed class BeforeFirstWrite(HttpMessageHandler inner, Func<Task> what) : DelegatingHandler(inner)
{
    /// <summary>Whether it was done.</summary>
    public bool Happened { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Happened && request.RequestUri!.AbsolutePath == "/write")
        {
            Happened = true;
            await what();
        }

        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Gives a few bytes at a time, as a slow line does.</summary>
internal sealed class Trickle(System.IO.Stream inner, int size) : System.IO.Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, size));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
