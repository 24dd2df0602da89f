using Polly;
using Polly.Timeout;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>
/// Says what the resilience handler below gives up on as every HTTP client does, by an <see cref="HttpRequestException"/>: who calls need not
/// know of it.
/// </summary>
/// <param name="service">Whom it is about.</param>
internal sealed class RejectionHandler(string service) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new HttpRequestException($"'{service}' did not answer in time.", exception);
        }
        catch (ExecutionRejectedException exception)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"'{service}' did not answer lately, and is not asked for a moment.", exception);
        }
    }
}
