using System.Net;
using System.Text.Json;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data.Remote;

/// <summary>
/// Hands a device's message on to Ingest, with the credentials that the device sent, and answers what Ingest answers. A message that may have
/// arrived is not sent again by itself: readings without a time of their own would be kept twice.
/// </summary>
internal sealed partial class RemoteIntake(IHttpClientFactory clients, IHttpContextAccessor current, TimeProvider time, ILogger<RemoteIntake> logger)
    : IReadingIntake
{
    private const int SignIns = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private int _isAway;

    public async ValueTask<IntakeResult> SubmitAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await SendAsync(message, cancellationToken);
            if (Interlocked.Exchange(ref _isAway, 0) == 1)
            {
                Log.Found(logger);
            }

            return new IntakeResult(answer.Stored, [.. answer.Rejected.Select(rejected => new Rejection(rejected.Reason, rejected.Detail))]);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            // Once for an outage, however many devices knock.
            if (Interlocked.Exchange(ref _isAway, 1) == 0)
            {
                Log.Away(logger, exception.Message);
            }

            throw new IntakeAbsentException("The service that stores readings cannot be reached now.", exception);
        }
    }

    private async Task<SubmitResponse> SendAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(RemoteIntakeRegistration.Service);
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, PostedMessage.IntakePath) { Content = new ReadOnlyMemoryContent(message.Payload) };
            request.Headers.TryAddWithoutValidation("Authorization", (string?)current.HttpContext?.Request.Headers.Authorization);
            using var response = await client.SendAsync(request, cancellationToken);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    return await response.Content.ReadFromJsonAsync<SubmitResponse>(PlantCareJson.Options, cancellationToken)
                        ?? throw new JsonException("The answer is empty.");
                case HttpStatusCode.ServiceUnavailable:
                    throw new IntakeAbsentException("The readings could not be stored now.");
                case HttpStatusCode.Unauthorized when attempt < SignIns:
                    // We know the device: it is so new that Ingest has not heard of it yet. Nothing was taken, so it may be sent again.
                    await Task.Delay(FirstPause * Math.Pow(2, attempt), time, cancellationToken);
                    break;
                case HttpStatusCode.Unauthorized:
                    throw new IntakeAbsentException("The service that stores readings does not know this device yet.");
                default:
                    throw new HttpRequestException(
                        HttpRequestError.InvalidResponse, $"it answered {(int)response.StatusCode}", statusCode: response.StatusCode);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Readings that devices post cannot be handed on to Ingest for now ({Reason}); devices are asked to come again")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Readings that devices post are handed on to Ingest again")]
        public static partial void Found(ILogger logger);
    }
}
