using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Telemetry;
using Polly.Timeout;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>
/// HTTP from one service to another: found by name, asked again where that is safe, given up where it takes too long. A stream of events
/// may last: the limits are for an answer to begin.
/// </summary>
public static class ServiceClientRegistration
{
    /// <summary>So many whole attempts have time; those that fail fast leave time for a third.</summary>
    private const int Attempts = 2;

    /// <summary>What Polly calls it.</summary>
    private const string CircuitOpened = "OnCircuitOpened";

    /// <summary>How long one attempt may take until its answer begins, unless a client says otherwise.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>For an answer's body, where it is read as a whole.</summary>
    private static readonly TimeSpan BodyWithin = TimeSpan.FromSeconds(10);

    /// <summary>Adds the client of a service, whose address is its name: <c>http://api</c> is where <c>services__api__http__0</c> says.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="service">The service's name, and the client's.</param>
    /// <param name="answerWithin">How long one attempt may take until its answer begins; ten seconds when null. All of them together may take twice as long.</param>
    public static IHttpClientBuilder AddServiceClient(this IServiceCollection services, string service, TimeSpan? answerWithin = null)
    {
        var attempt = answerWithin ?? AnswerWithin;
        services.Configure<TelemetryOptions>(telemetry => telemetry.SeverityProvider = Severity);
        var client = services.AddHttpClient(service, http => http.ForService(service, attempt))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
                AllowAutoRedirect = false,
            })
            .AddHttpMessageHandler(() => new RejectionHandler(service));
        client.AddStandardResilienceHandler(resilience => Configure(resilience, attempt));

        // Last, and so innermost: every attempt may go to another replica.
        return client.AddServiceDiscovery();
    }

    /// <summary>Points a client at a service; for one that is made by hand, over the handlers of <see cref="AddServiceClient"/>.</summary>
    public static HttpClient ForService(this HttpClient http, string service, TimeSpan? answerWithin = null)
    {
        http.BaseAddress = new Uri($"http://{service}");
        http.Timeout = ((answerWithin ?? AnswerWithin) * Attempts) + BodyWithin;
        return http;
    }

    private static void Configure(HttpStandardResilienceOptions resilience, TimeSpan attempt)
    {
        resilience.AttemptTimeout.Timeout = attempt;
        resilience.TotalRequestTimeout.Timeout = attempt * Attempts;

        // Somebody waits for the answer: come back soon or not at all, whatever Retry-After says to those who can wait.
        resilience.Retry.MaxRetryAttempts = 2;
        resilience.Retry.Delay = TimeSpan.FromMilliseconds(150);
        resilience.Retry.BackoffType = DelayBackoffType.Exponential;
        resilience.Retry.UseJitter = true;
        resilience.Retry.ShouldRetryAfterHeader = false;
        resilience.Retry.ShouldHandle = attempted =>
            ValueTask.FromResult(MayAskAgain(attempted.Context.GetRequestMessage()?.Method, attempted.Outcome));

        // Broken by silence, not by answers: one store that is away must not keep people from everything else.
        resilience.CircuitBreaker.SamplingDuration = attempt * 3;
        resilience.CircuitBreaker.FailureRatio = 0.5;
        resilience.CircuitBreaker.MinimumThroughput = 20;
        resilience.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
        resilience.CircuitBreaker.ShouldHandle = attempted =>
            ValueTask.FromResult(attempted.Outcome.Exception is HttpRequestException or TimeoutRejectedException);
    }

    // Attempts that fail are for who called to tell; that a service is not asked any more is worth a line.
    private static ResilienceEventSeverity Severity(SeverityProviderArguments happened) =>
        happened.Event.EventName == CircuitOpened ? ResilienceEventSeverity.Warning : ResilienceEventSeverity.Debug;

    /// <summary>Reads, where the service is away or busy; anything else only where it has not left this process.</summary>
    private static bool MayAskAgain(HttpMethod? method, Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => true,
        _ when method != HttpMethod.Get && method != HttpMethod.Head => false,
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };
}
