using PlantCare.Contracts.Auth;

namespace PlantCare.Contracts.Client;

/// <summary>Registers and signs in.</summary>
public sealed class AuthClient
{
    private readonly ApiConnection _connection;

    internal AuthClient(ApiConnection connection) => _connection = connection;

    /// <summary>Who may register, and whether anybody has.</summary>
    public Task<RegistrationStatus> GetRegistrationAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<RegistrationStatus>(HttpMethod.Get, "auth/registration", body: null, cancellationToken);

    /// <summary>Makes an account.</summary>
    public Task RegisterAsync(Credentials credentials, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/register", credentials, cancellationToken);

    /// <summary>Makes an account where that takes an invitation.</summary>
    public Task RegisterAsync(Credentials credentials, string invitation, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/register", credentials, ("X-Invitation", invitation), cancellationToken);

    /// <summary>Signs in.</summary>
    public Task<Tokens> LoginAsync(Credentials credentials, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<Tokens>(HttpMethod.Post, "auth/login", credentials, cancellationToken);

    /// <summary>Signs in where that takes a second factor: the answer to the password alone is a 401 whose detail is <c>RequiresTwoFactor</c>.</summary>
    public Task<Tokens> LoginAsync(Credentials credentials, SecondFactor factor, CancellationToken cancellationToken = default)
    {
        var message = new LoginMessage(credentials.Email, credentials.Password, factor.Code, factor.RecoveryCode);
        return _connection.SendAsync<Tokens>(HttpMethod.Post, "auth/login", message, cancellationToken);
    }

    /// <summary>Buys new tokens before the old ones expire.</summary>
    public Task<Tokens> RefreshAsync(string refreshToken, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<Tokens>(HttpMethod.Post, "auth/refresh", new RefreshTokens(refreshToken), cancellationToken);

    /// <summary>Signs out: the session's tokens are worth nothing from then on.</summary>
    public Task LogoutAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/logout", body: null, cancellationToken);

    /// <summary>Changes the caller's password; every other session of the account ends.</summary>
    public Task ChangePasswordAsync(PasswordChange change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/manage/info", change, cancellationToken);

    /// <summary>Has a letter sent to another address, which becomes the caller's once it is confirmed.</summary>
    public Task ChangeEmailAsync(EmailChange change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/manage/info", change, cancellationToken);

    /// <summary>Has a letter sent with which a new password can be chosen. The answer is the same whether there is such an account or not.</summary>
    public Task ForgotPasswordAsync(EmailAddress address, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/forgotPassword", address, cancellationToken);

    /// <summary>Sets a new password with the code from a letter; every session of the account ends.</summary>
    public Task ResetPasswordAsync(PasswordReset reset, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/resetPassword", reset, cancellationToken);

    /// <summary>Has the letter with which an address is confirmed sent again.</summary>
    public Task ResendConfirmationAsync(EmailAddress address, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, "auth/resendConfirmationEmail", address, cancellationToken);

    /// <summary>Confirms an address with the code from a letter.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="code">The code.</param>
    /// <param name="changedEmail">The account's new address; null for the one that it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ConfirmEmailAsync(string userId, string code, string? changedEmail, CancellationToken cancellationToken = default)
    {
        var change = changedEmail is null ? "" : $"&changedEmail={Uri.EscapeDataString(changedEmail)}";
        return _connection.SendAsync(
            HttpMethod.Get, $"auth/confirmEmail?userId={Uri.EscapeDataString(userId)}&code={Uri.EscapeDataString(code)}{change}", body: null, cancellationToken);
    }

    /// <summary>The account that the token belongs to.</summary>
    public Task<UserResponse> GetMeAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<UserResponse>(HttpMethod.Get, "users/me", body: null, cancellationToken);
}
