using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity.Data;

namespace PlantCare.Api.Accounts.TwoFactor;

/// <summary>
/// Stands before Identity's <c>POST /auth/manage/2fa</c>, which asks for no password and shows the key whenever it is asked: once a second
/// factor is on, a token that was stolen neither turns it off nor learns the key.
/// </summary>
internal static class TwoFactorGate
{
    public static async ValueTask<object?> ChangeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountManager>();
        var request = context.Arguments.OfType<TwoFactorRequest>().Single();
        var isWeaker = request.Enable == false || request.ResetSharedKey || request.ResetRecoveryCodes;
        if (isWeaker && await accounts.GetUserAsync(context.HttpContext.User) is { TwoFactorEnabled: true })
        {
            return TypedResults.Problem(
                "That takes your password: DELETE /users/me/two-factor turns the second factor off, POST /users/me/two-factor/recovery-codes makes new codes.",
                statusCode: StatusCodes.Status403Forbidden);
        }

        var result = await next(context);
        return result is INestedHttpResult { Result: Ok<TwoFactorResponse> { Value: { IsTwoFactorEnabled: true } status } }
            ? TypedResults.Ok(new TwoFactorResponse
            {
                SharedKey = "",
                RecoveryCodes = status.RecoveryCodes,
                RecoveryCodesLeft = status.RecoveryCodesLeft,
                IsTwoFactorEnabled = true,
                IsMachineRemembered = status.IsMachineRemembered,
            })
            : result;
    }
}
