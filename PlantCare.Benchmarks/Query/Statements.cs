using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace PlantCare.Benchmarks.Query;

/// <summary>The InfluxQL of one question to the store, as it went over the wire.</summary>
internal sealed class Statements
{
    private readonly ConcurrentQueue<(Uri Address, string Form)> _requests = [];

    /// <summary>Listens to what a store sends.</summary>
    public HttpMessageHandler Recorder(HttpMessageHandler inner) => new RecordingHandler(this) { InnerHandler = inner };

    /// <summary>Forgets what was heard so far, as what a store sends before its first question.</summary>
    public void Clear() => _requests.Clear();

    /// <summary>Sends the same again, and reads the answers to their end.</summary>
    public async Task SendAsync(HttpClient bare)
    {
        foreach (var (address, form) in _requests)
        {
            using var content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
            using var response = await bare.PostAsync(address, content);
            await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"InfluxDB answered {(int)response.StatusCode}.");
            }
        }
    }

    private sealed class RecordingHandler(Statements statements) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                statements._requests.Enqueue((request.RequestUri!, await content.ReadAsStringAsync(cancellationToken)));
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
