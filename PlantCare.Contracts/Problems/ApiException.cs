using System.Net;

namespace PlantCare.Contracts.Problems;

/// <summary>Api answered with an error.</summary>
public sealed class ApiException : Exception
{
    /// <summary>An error with the problem that Api described.</summary>
    public ApiException(HttpStatusCode status, Problem problem)
        : base(problem.Detail ?? problem.Title ?? $"Api answered {(int)status}.")
    {
        Status = status;
        Problem = problem;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What Api said.</summary>
    public Problem Problem { get; }

    /// <summary>Every message about single members, or the detail when there are none.</summary>
    public IReadOnlyList<string> Messages =>
        Problem.Errors is { Count: > 0 } errors ? [.. errors.SelectMany(error => error.Value)] : [Message];
}
