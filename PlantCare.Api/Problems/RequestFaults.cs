using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace PlantCare.Api.Problems;

/// <summary>A body or parameter that could not be read, told so that its sender can mend it.</summary>
internal sealed partial class RequestFaults(IProblemDetailsService problems) : IExceptionHandler
{
    private const int LongestQuote = 60;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        httpContext.Response.StatusCode = bad.StatusCode;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = ProblemOf(bad) });
    }

    private static ProblemDetails ProblemOf(BadHttpRequestException bad)
    {
        if (UnreadParameter().Match(bad.Message) is { Success: true } unread)
        {
            var fault = ParameterFault(unread.Groups["type"].Value, unread.Groups["value"].Value);
            return new HttpValidationProblemDetails([new(unread.Groups["name"].Value, [fault])]) { Status = bad.StatusCode };
        }

        var detail = bad switch
        {
            { StatusCode: StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType } => null,
            { InnerException: JsonException json } => JsonDetail(json),
            _ when MissingBody().IsMatch(bad.Message) => "A JSON object is missing in the body. /docs shows what it should look like.",
            _ => bad.Message,
        };
        return new ProblemDetails { Status = bad.StatusCode, Detail = detail };
    }

    private static string ParameterFault(string type, string value)
    {
        var expected = type switch
        {
            _ when type.Contains("Guid", StringComparison.Ordinal) => "a UUID",
            _ when type.Contains("int", StringComparison.Ordinal) => "a whole number",
            _ when type.Contains("bool", StringComparison.Ordinal) => "true or false",
            _ => "of another form",
        };
        return $"must be {expected}, not '{(value.Length > LongestQuote ? value[..LongestQuote] + "…" : value)}'";
    }

    // $.thresholds.soil_moisture.min, line 3: The JSON value could not be converted to …
    private static string JsonDetail(JsonException json)
    {
        // A member of a PATCH is read by itself: its own fault has a path that goes on from the member's.
        var path = json.Path + (json.InnerException as JsonException)?.Path?[1..];
        var place = path.Length > 1 ? $"at {path}" : "";
        var line = json.LineNumber is { } number ? $"line {number + 1}" : "";
        var where = string.Join(", ", new[] { place, line }.Where(part => part.Length > 0));
        var what = json.InnerException is null && !TypeName().IsMatch(json.Message)
            ? json.Message.Split(" Path: ")[0].TrimEnd('.')
            : "a value has the wrong type or form";
        return where.Length > 0 ? $"The body's JSON cannot be read {where}: {what}." : $"The body's JSON cannot be read: {what}.";
    }

    // Failed to bind parameter "Nullable<int> limit" from "abc".
    [GeneratedRegex("^Failed to bind parameter \"(?<type>.+) (?<name>[^ ]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1_000)]
    private static partial Regex UnreadParameter();

    // Required parameter "CreatePlantRequest request" was not provided from body.
    // Implicit body inferred for parameter "request" but no body was provided. Did you mean to use a Service instead?
    [GeneratedRegex("was not provided from body|no body was provided", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex MissingBody();

    // Types are how we made it, not what the sender can mend.
    [GeneratedRegex(@"System\.|PlantCare\.|Microsoft\.", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TypeName();
}
