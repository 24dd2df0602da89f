using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Problems;

/// <summary>A readings store that is away for the moment: 503, and when to come back.</summary>
internal sealed partial class StoreAbsence(IProblemDetailsService problems, ILogger<StoreAbsence> logger) : IExceptionHandler
{
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ReadingStoreException { MayPass: true })
        {
            return false;
        }

        Log.Away(logger, exception.Message);
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = ComeBackAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext });
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The readings could not be read: {Reason}")]
        public static partial void Away(ILogger logger, string reason);
    }
}
