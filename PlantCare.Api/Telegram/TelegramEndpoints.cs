using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Accounts;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Auth;

namespace PlantCare.Api.Telegram;

/// <summary>The caller's Telegram account.</summary>
internal static class TelegramEndpoints
{
    public static void MapTelegram(this IEndpointRouteBuilder routes)
    {
        var telegram = routes.MapGroup("/auth/manage/telegram").WithTags("Accounts").RequireAuthorization();
        telegram.MapPost("/", LinkAsync)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithName("LinkTelegram")
            .WithSummary("Where to link a Telegram account; takes the password, or a sign-in of the last ten minutes where there is none");
        telegram.MapDelete("/", UnlinkAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("UnlinkTelegram")
            .WithSummary("The linked Telegram account opens nothing from then on");
    }

    private static async Task<Results<Ok<TelegramLinkResponse>, ProblemHttpResult>> LinkAsync(
        TelegramLinkRequest request, ClaimsPrincipal caller, TelegramLine line, TelegramDesk desk, Reconfirmation reconfirmation, CancellationToken cancellationToken)
    {
        if (await reconfirmation.FindFaultAsync(caller, request.Password, "to link a Telegram account", cancellationToken, isPasswordNeeded: true) is { } fault)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status403Forbidden);
        }

        if (await line.FindFaultAsync(cancellationToken) is { } absence)
        {
            return absence;
        }

        var (opened, code) = await desk.OpenLinkAsync(caller.GetUserId(), cancellationToken);
        return TypedResults.Ok(new TelegramLinkResponse(line.LinkOf(code), opened.ExpiresAt));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> UnlinkAsync(
        ClaimsPrincipal caller, AccountManager accounts, TelegramDesk desk, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await accounts.GetUserAsync(caller) is not { } user)
        {
            return TypedResults.NotFound();
        }

        // Nobody shuts themselves out by mistake.
        if (user is { PasswordHash: null, TelegramId: not null } && (await accounts.GetPasskeysAsync(user)).Count == 0)
        {
            return TypedResults.Problem("Nothing else opens the account. Set a password or add a passkey before.", statusCode: StatusCodes.Status409Conflict);
        }

        if (await desk.UnlinkAsync(user.Id, cancellationToken))
        {
            await audit.WriteAsync(user.Id, AuditActions.TelegramUnlinked, detail: $"Telegram account {user.TelegramId}");
        }

        return TypedResults.NoContent();
    }
}
