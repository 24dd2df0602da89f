using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Contracts.Data;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>The HTTP door for readings: the same promise as over MQTT, an answer when they are durable.</summary>
internal static class Intake
{
    private const string RetryAfterSeconds = "10";

    public static async Task<IResult> SubmitAsync(
        HttpContext http, ClaimsPrincipal caller, IReadingIntake intake, ApiSettings settings, TimeProvider time)
    {
        // step 1: all of it, as it is; what it holds is ingest's business
        if (http.Request.ContentLength > PostedMessage.MaxBytes
            || await PostedMessage.ReadAsync(http.Request.Body, http.RequestAborted) is not { } payload)
        {
            return TypedResults.Problem(PostedMessage.TooLarge, statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        // step 2: store it
        var message = new IncomingMessage(caller.FindFirstValue(ClaimTypes.Name)!, "http", payload, time.GetUtcNow());
        IntakeResult result;
        using var timeout = new CancellationTokenSource(settings.IntakeTimeout, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, timeout.Token);
        try
        {
            result = await intake.SubmitAsync(message, giveUp.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return NotNow(http, "The readings could not be stored now.");
        }
        catch (IntakeAbsentException exception)
        {
            return NotNow(http, exception.Message);
        }

        // step 3: say what became of it
        var rejected = result.Rejections.Select(rejection => new RejectedReading(rejection.Reason, rejection.Detail)).ToList();
        return result.Stored > 0 || rejected.Count == 0
            ? TypedResults.Accepted((string?)null, new SubmitResponse(result.Stored, rejected))
            : TypedResults.Problem(
                string.Join("; ", rejected.Take(3).Select(refused => refused.Detail)) + ". What was sent is kept among the device's dead letters.",
                statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?> { ["rejected"] = rejected });
    }

    private static ProblemHttpResult NotNow(HttpContext http, string reason)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Problem(reason + " Keep them and send them again.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
