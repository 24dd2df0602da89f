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

    /// <summary>The account that the token belongs to.</summary>
    public Task<UserResponse> GetMeAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<UserResponse>(HttpMethod.Get, "users/me", body: null, cancellationToken);
}
