using Microsoft.AspNetCore.Http.HttpResults;
using Telegram.Bot.Exceptions;

namespace PlantCare.Api.Telegram;

/// <summary>Whether there is a bot to send people to.</summary>
internal static class TelegramAvailability
{
    /// <returns>Why there is none; null when there is.</returns>
    public static async Task<ProblemHttpResult?> FindFaultAsync(this TelegramLine line, CancellationToken cancellationToken)
    {
        if (line.Bot is null)
        {
            return TypedResults.Problem("There is no Telegram bot here. Whoever runs PlantCare sets one up with Telegram__BotToken.", statusCode: StatusCodes.Status409Conflict);
        }

        try
        {
            await line.GreetAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is RequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return TypedResults.Problem("Telegram cannot be reached now. Try again in a while, or sign in otherwise.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
