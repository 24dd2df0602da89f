using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace PlantCare.Api.Problems;

/// <summary>A body or parameter that could not be read, told so that its sender can mend it.</summary>
internal sealed class RequestFaults(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        httpContext.Response.StatusCode = bad.StatusCode;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails { Status = bad.StatusCode, Detail = DetailOf(bad) },
        });
    }

    private static string? DetailOf(BadHttpRequestException bad) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => null,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => null,
        { InnerException: JsonException json } => JsonDetail(json),
        _ => bad.Message,
    };

    // $.thresholds.soil_moisture.min, line 3: The JSON value could not be converted to …
    private static string JsonDetail(JsonException json)
    {
        var place = json.Path is { Length: > 1 } path ? $"at {path}" : "";
        var line = json.LineNumber is { } number ? $"line {number + 1}" : "";
        var where = string.Join(", ", new[] { place, line }.Where(part => part.Length > 0));
        var what = json.InnerException is null && !json.Message.Contains("System.", StringComparison.Ordinal)
            ? json.Message.Split(" Path: ")[0].TrimEnd('.')
            : "a value has the wrong type or form";
        return where.Length > 0 ? $"The body's JSON cannot be read {where}: {what}." : $"The body's JSON cannot be read: {what}.";
    }
}
