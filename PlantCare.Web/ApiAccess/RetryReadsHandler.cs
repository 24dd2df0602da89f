using System.Net;

namespace PlantCare.Web.ApiAccess;

/// <summary>Asks again, twice at most, where Api could not be reached or was busy. Only reads: nothing else may happen twice.</summary>
/// <param name="time">The clock.</param>
internal sealed class RetryReadsHandler(TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(600)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        foreach (var pause in Pauses)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                {
                    return response;
                }

                response.Dispose();
            }
            catch (HttpRequestException)
            {
                // The last attempt, below, throws its own.
            }

            await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
