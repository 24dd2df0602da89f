using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity.Data;
using PlantCare.Contracts.Auth;

namespace PlantCare.Api.Accounts.Registration;

/// <summary>
/// Stands before Identity's <c>POST /auth/register</c>, whose body is Identity's own: an invitation comes beside it, in the header
/// <c>X-Invitation</c> or the query parameter <c>invitation</c>.
/// </summary>
internal static class RegistrationGate
{
    /// <summary>The header.</summary>
    public const string Header = "X-Invitation";

    /// <summary>The query parameter, for links.</summary>
    public const string Parameter = "invitation";

    public static async ValueTask<object?> RegisterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (services, cancellationToken) = (http.RequestServices, http.RequestAborted);
        var accounts = services.GetRequiredService<AccountManager>();
        accounts.IsRegistration = true;

        // step 1: the first account always may; where registration is open, everybody may
        var mode = await services.GetRequiredService<RegistrationPolicy>().GetAsync(cancellationToken);
        accounts.IsOpen = mode == RegistrationMode.Open;
        if (accounts.IsOpen || !await accounts.HasAdministratorAsync(cancellationToken))
        {
            var result = await next(context);
            return accounts.IsRefused ? Refusal(mode) : result;
        }

        // step 2: after that, whoever holds an invitation
        var invitations = services.GetRequiredService<InvitationDesk>();
        if (mode == RegistrationMode.Closed || TokenOf(http.Request) is not { } token)
        {
            return Refusal(mode);
        }

        if (await invitations.TakeAsync(token, EmailOf(context), cancellationToken) is not var (invitation, isForAddress))
        {
            return TypedResults.Problem(
                "This invitation cannot be used: it was made for another address, has been used, or has ended. Ask the administrator for another one.",
                statusCode: StatusCodes.Status403Forbidden);
        }

        // step 3: it is used up only by an account
        accounts.IsOpen = true;
        accounts.IsVouched = isForAddress;
        try
        {
            return await next(context);
        }
        finally
        {
            if (!accounts.HasCreated)
            {
                await invitations.GiveBackAsync(invitation);
            }
        }
    }

    private static string? TokenOf(HttpRequest request) =>
        request.Headers[Header].ToString() is { Length: > 0 } header ? header
        : request.Query[Parameter].ToString() is { Length: > 0 } parameter ? parameter
        : null;

    private static string EmailOf(EndpointFilterInvocationContext context) => context.Arguments.OfType<RegisterRequest>().Single().Email ?? "";

    private static ProblemHttpResult Refusal(RegistrationMode mode) => TypedResults.Problem(
        mode == RegistrationMode.Invite
            ? $"Registration takes an invitation here. Ask the administrator for one, and send its token as the header {Header} or the parameter '{Parameter}'."
            : "Registration is not open here. Ask the administrator for an account.",
        statusCode: StatusCodes.Status403Forbidden);
}
