using System.Security.Claims;
using PlantCare.Contracts.Data;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>The HTTP door for readings: the same promise as over MQTT, an answer when they are durable.</summary>
internal static class Intake
{
    private const int MaxBytes = 64 * 1024;
    private const string RetryAfterSeconds = "10";

    public static async Task<IResult> SubmitAsync(
        HttpContext http, ClaimsPrincipal caller, IReadingIntake intake, ApiSettings settings, TimeProvider time)
    {
        // step 1: all of it, as it is; what it holds is ingest's business
        if (http.Request.ContentLength > MaxBytes || await ReadAsync(http.Request.Body, http.RequestAborted) is not { } payload)
        {
            return TypedResults.Problem(
                $"A message may have at most {MaxBytes} bytes. Send fewer readings at a time.", statusCode: StatusCodes.Status413PayloadTooLarge);
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
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return TypedResults.Problem(
                "The readings could not be stored now. Keep them and send them again.", statusCode: StatusCodes.Status503ServiceUnavailable);
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

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        // Most messages are some hundred bytes.
        var buffer = new byte[1_024];
        var length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > MaxBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, MaxBytes + 1));
            }
        }

        return buffer.AsMemory(0, length);
    }
}
