using System.Net;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;

namespace PlantCare.Web.Accounts;

/// <summary>Asks Api for letters, and takes their links to it. What is wrong comes back as words; empty when it is done.</summary>
/// <param name="api">Api without a token.</param>
internal sealed class RecoveryGate(AnonymousApi api)
{
    /// <summary>Has the letter for a new password sent.</summary>
    public Task<IReadOnlyList<string>> ForgetAsync(string email, CancellationToken cancellationToken) =>
        TryAsync(() => api.Client.Auth.ForgotPasswordAsync(new EmailAddress(email), cancellationToken), AccountWords.EmailInvalid);

    /// <summary>Has the letter sent again with which an address is confirmed.</summary>
    public Task<IReadOnlyList<string>> ResendAsync(string email, CancellationToken cancellationToken) =>
        TryAsync(() => api.Client.Auth.ResendConfirmationAsync(new EmailAddress(email), cancellationToken), AccountWords.EmailInvalid);

    /// <summary>Sets a new password.</summary>
    public Task<IReadOnlyList<string>> ResetAsync(string email, string code, string password, CancellationToken cancellationToken) =>
        TryAsync(() => api.Client.Auth.ResetPasswordAsync(new PasswordReset(email, code, password), cancellationToken), AccountWords.ResetBad);

    /// <summary>Confirms an address.</summary>
    public Task<IReadOnlyList<string>> ConfirmAsync(string user, string code, string? email, CancellationToken cancellationToken) =>
        TryAsync(() => api.Client.Auth.ConfirmEmailAsync(user, code, email, cancellationToken), AccountWords.ConfirmBad);

    private static async Task<IReadOnlyList<string>> TryAsync(Func<Task> ask, string bad)
    {
        try
        {
            await ask();
            return [];
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return exception switch
            {
                ApiException { Status: HttpStatusCode.TooManyRequests } => [ComponentWords.TooMany],
                ApiException { Problem.Errors: { } errors } when errors.Keys.Any(key => key.StartsWith("Password", StringComparison.Ordinal)) =>
                    [.. errors.SelectMany(error => AccountGate.Describe(error.Key, error.Value)).Distinct(StringComparer.Ordinal)],
                ApiException { Status: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized } => [bad],
                _ => [AccountWords.Unreachable],
            };
        }
    }
}
