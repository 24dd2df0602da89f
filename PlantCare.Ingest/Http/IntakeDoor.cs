using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Http;

/// <summary>
/// Where Api hands on what devices post, as in the distributed edition. It takes nobody's word for who is asking: the device's own credentials
/// come along. Answered when the readings are durable, whatever became of them; what to tell the device is Api's business.
/// </summary>
public static class IntakeDoor
{
    private const string RetryAfterSeconds = "10";

    /// <summary>Opens the door.</summary>
    public static WebApplication MapPlantCareIngest(this WebApplication app)
    {
        app.MapPost(PostedMessage.IntakePath, SubmitAsync);
        return app;
    }

    private static async Task<Results<JsonHttpResult<SubmitResponse>, ProblemHttpResult>> SubmitAsync(
        HttpContext http, IDeviceDirectory devices, IReadingIntake intake, IngestSettings settings, TimeProvider time)
    {
        // step 1: who it is, before anything of theirs is read
        if (!BasicSignIn.TryRead(http.Request.Headers.Authorization, out var deviceId, out var secret)
            || !devices.TryAuthenticate(deviceId, secret, out var device))
        {
            http.Response.Headers.WWWAuthenticate = BasicSignIn.Challenge;
            return TypedResults.Problem("No such device, or not its secret.", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (await PostedMessage.ReadAsync(http.Request.Body, http.RequestAborted) is not { } payload)
        {
            return TypedResults.Problem(PostedMessage.TooLarge, statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        // step 2: store it
        using var timeout = new CancellationTokenSource(settings.IntakeTimeout, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, timeout.Token);
        try
        {
            var result = await intake.SubmitAsync(new IncomingMessage(device.DeviceId, "http", payload, time.GetUtcNow()), giveUp.Token);
            var rejected = result.Rejections.Select(rejection => new RejectedReading(rejection.Reason, rejection.Detail)).ToList();
            return TypedResults.Json(new SubmitResponse(result.Stored, rejected), PlantCareJson.Options);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return TypedResults.Problem("The readings could not be stored now.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
