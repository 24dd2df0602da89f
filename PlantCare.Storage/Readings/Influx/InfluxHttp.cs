using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Speaks HTTP with the server: credentials, timeouts, and one kind of exception for everything that can go wrong.</summary>
internal sealed class InfluxHttp(InfluxConnection connection, TimeProvider time, HttpMessageHandler? handler = null) : IDisposable
{
    /// <summary>More than InfluxDB's own limit for a write (10 s), so that its answer comes before we give up.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(15);

    /// <summary>For a page of values, or the windows of a slice.</summary>
    public static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Deleting rewrites files.</summary>
    public static readonly TimeSpan EraseTimeout = TimeSpan.FromMinutes(5);

    /// <summary>For asking whether it is there, and for making databases.</summary>
    public static readonly TimeSpan ManagementTimeout = TimeSpan.FromSeconds(10);

    private const int MaxErrorLength = 400;
    private const int MaxErrorBytes = 8 * 1024;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client = new(handler ?? CreateHandler()) { BaseAddress = connection.Endpoint, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where it speaks to.</summary>
    public InfluxConnection Connection => connection;

    /// <summary>Sends lines, compressed.</summary>
    /// <exception cref="InfluxException">They, or some of them, were not taken.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        using var compressed = new PooledBuffer((lines.Length / 4) + 64);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(lines.Span);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"write?db={connection.Bucket}&precision=ms")
        {
            Content = new ReadOnlyMemoryContent(compressed[..]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        request.Content.Headers.ContentEncoding.Add("gzip");
        await InfluxTelemetry.MeasureAsync("write", time, () =>
            SendAsync(request, WriteTimeout, ConfirmAsync, cancellationToken));

        // InfluxDB says 204, and means that it is on the disk. A 200 comes from something else, which kept nothing.
        static Task<bool> ConfirmAsync(HttpResponseMessage response, CancellationToken cancellation) => response.StatusCode == HttpStatusCode.NoContent
            ? Task.FromResult(true)
            : throw new InfluxException(InfluxFault.Unexpected, $"What took the readings answered {(int)response.StatusCode}; InfluxDB would have answered 204.");
    }

    /// <summary>Asks for rows.</summary>
    /// <exception cref="InfluxException">There is no answer, or an error in it.</exception>
    public async Task QueryAsync(string operation, InfluxQuery query, IInfluxRows rows, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["q"] = query.Text,
            ["db"] = connection.Bucket,
            ["epoch"] = "ms",
            ["params"] = query.ParametersAsJson(),
        };

        // Not chunked, InfluxDB 1.x builds the whole answer in its memory, and may cut it at max-row-limit.
        using var request = new HttpRequestMessage(HttpMethod.Post, "query?chunked=true&chunk_size=2000") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        await InfluxTelemetry.MeasureAsync(operation, time, () => SendAsync(request, timeout, ReadAsync, cancellationToken));

        async Task<bool> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            await InfluxAnswer.ReadAsync(body, rows, cancellation);
            return true;
        }
    }

    /// <summary>Runs a statement whose answer holds nothing of interest but an error.</summary>
    public Task ExecuteAsync(string operation, InfluxQuery query, TimeSpan timeout, CancellationToken cancellationToken) =>
        QueryAsync(operation, query, NoRows.Instance, timeout, cancellationToken);

    /// <summary>The server's version, such as <c>1.6.7</c> or <c>v2.7.12</c>; null where it does not say.</summary>
    public async Task<string?> PingAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "ping");
        return await SendAsync(
            request,
            ManagementTimeout,
            static (response, _) => Task.FromResult(
                response.Headers.TryGetValues("X-Influxdb-Version", out var versions) ? versions.FirstOrDefault() : null),
            cancellationToken);
    }

    /// <summary>Calls a management endpoint of 2.x or 3.x.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Relative to the endpoint.</param>
    /// <param name="body">What is sent as JSON; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JsonDocument> ManageAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        return await SendAsync(request, ManagementTimeout, ReadAsync, cancellationToken);

        static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            try
            {
                return await JsonDocument.ParseAsync(stream, default, cancellation);
            }
            catch (JsonException)
            {
                // InfluxDB 3 answers with an empty body, or with text.
                return JsonDocument.Parse("{}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Connections are renewed, so that a server that moved is found again. A redirected POST would arrive as a GET, without its body.
    // Answers are not asked for compressed: the server is near, and compressing takes it longer than sending.
    private static SocketsHttpHandler CreateHandler() => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request,
        TimeSpan timeout,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            request.Headers.Authorization = connection.Authorization;
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode
                ? await read(response, either.Token)
                : throw await FailureOfAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Where in the client the time ran out says nothing of interest.
            throw new InfluxException(
                InfluxFault.Away, string.Create(CultureInfo.InvariantCulture, $"InfluxDB did not answer within {timeout.TotalSeconds:0} s."));
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException untrusted)
        {
            throw new InfluxException(InfluxFault.Untrusted, $"InfluxDB at {connection.Endpoint} cannot be trusted: {untrusted.Message}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new InfluxException(InfluxFault.Away, $"InfluxDB at {connection.Endpoint} cannot be reached: {exception.Message}", exception);
        }
    }

    private async Task<InfluxException> FailureOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await ReadErrorAsync(response, cancellationToken);
        var retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return new InfluxException(
            InfluxException.FaultOf(response.StatusCode), $"InfluxDB answered {(int)response.StatusCode}: {text}")
        {
            RetryAfter = retryAfter > LongestRetryAfter ? LongestRetryAfter : retryAfter,
        };
    }

    // {"error":"…"} from 1.x and 3.x, {"code":"…","message":"…"} from 2.x, or whatever a proxy says.
    private static async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MaxErrorBytes];
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes, 0, count).Trim();
        try
        {
            using var json = JsonDocument.Parse(text);
            foreach (var name in (string[])["error", "message"])
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object
                    && json.RootElement.TryGetProperty(name, out var message) && message.ValueKind == JsonValueKind.String)
                {
                    text = message.GetString()!;
                    break;
                }
            }
        }
        catch (JsonException)
        {
            // Text, then.
        }

        text = text.Length > 0 ? text : response.ReasonPhrase ?? "no reason given";
        return text.Length > MaxErrorLength ? string.Concat(text.AsSpan(0, MaxErrorLength), "…") : text;
    }

    private sealed class NoRows : IInfluxRows
    {
        public static readonly NoRows Instance = new();

        public void Begin(InfluxSeries series)
        {
            // Only errors matter.
        }

        public void Add(ReadOnlySpan<MetricValue?> row)
        {
            // Only errors matter.
        }
    }
}
