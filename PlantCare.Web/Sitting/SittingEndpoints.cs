using System.Net;
using Microsoft.AspNetCore.Mvc;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Care;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Sitting;

/// <summary>Where a sitter's pages and forms are.</summary>
internal static class SittingAddress
{
    /// <summary>The page, saying what came of something.</summary>
    public static string Of(string token, string told) => $"/sitter/{Uri.EscapeDataString(token)}?told={told}";

    /// <summary>Where the form posts to that has a pump water.</summary>
    public static string Water(string token) => $"/sitter/{Uri.EscapeDataString(token)}/water";

    /// <summary>Where the form posts to that writes down a watering by hand.</summary>
    public static string ByHand(string token) => $"/sitter/{Uri.EscapeDataString(token)}/by-hand";
}

/// <summary>What a sitter's forms do: form posts with an antiforgery token, as signing out is. Api decides whether the link may.</summary>
internal static class SittingEndpoints
{
    public static void MapSitting(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sitter/{token}/water", ([FromRoute] string token, [FromForm] string? device, [FromForm] string? seconds, AnonymousApi api) =>
            DoAsync(token, api, client => WaterAsync(client, device, seconds))).AllowAnonymous();
        routes.MapPost("/sitter/{token}/by-hand", ([FromRoute] string token, [FromForm] Guid plant, AnonymousApi api) =>
            DoAsync(token, api, client => WriteAsync(client, plant))).AllowAnonymous();
    }

    private static async Task<string> WaterAsync(PlantCareClient api, string? device, string? seconds)
    {
        if (!NumberText.TryRead(seconds ?? "", out var number) || string.IsNullOrEmpty(device))
        {
            return "wrong";
        }

        await api.Devices.SendCommandAsync(device, CreateCommandRequest.Water(number), CancellationToken.None);
        return "sent";
    }

    private static async Task<string> WriteAsync(PlantCareClient api, Guid plant)
    {
        await api.Plants.WriteJournalAsync(plant, new CreateJournalEntryRequest(JournalKind.Watered), CancellationToken.None);
        return "written";
    }

    // What came of it is a word of SittingWords.Told.
    private static async Task<IResult> DoAsync(string token, AnonymousApi api, Func<PlantCareClient, Task<string>> deed)
    {
        string told;
        try
        {
            told = await deed(api.As(token));
        }
        catch (ApiException exception)
        {
            told = exception.Status switch
            {
                HttpStatusCode.TooManyRequests => "enough",
                HttpStatusCode.BadRequest => "wrong",
                _ => "failed",
            };
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            told = "failed";
        }

        return Results.LocalRedirect(SittingAddress.Of(token, told));
    }
}
