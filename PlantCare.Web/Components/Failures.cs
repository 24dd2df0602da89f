using System.Net;
using PlantCare.Contracts.Problems;

namespace PlantCare.Web.Components;

/// <summary>What can go wrong when we ask Api, and how to say it.</summary>
internal static class Failures
{
    /// <summary>Whether it is a failure that a page shows, rather than a bug that it must not hide.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is ApiException or HttpRequestException or IOException or TimeoutException
        or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>What happened and what to do, a line each.</summary>
    public static IReadOnlyList<string> Describe(Exception exception) => exception switch
    {
        ApiException { Status: HttpStatusCode.Unauthorized } => [ComponentWords.SessionEnded],
        ApiException { Status: HttpStatusCode.NotFound } => [ComponentWords.NotFound],
        ApiException { Status: HttpStatusCode.TooManyRequests } => [ComponentWords.TooMany],
        ApiException { Status: >= HttpStatusCode.InternalServerError } => [ComponentWords.ServerFailed],
        ApiException problem => problem.Messages,
        _ => [ComponentWords.Unreachable],
    };
}
