using PlantCare.Contracts.Auth;

namespace PlantCare.Contracts.Client;

/// <summary>Signs in with Telegram, and links the caller's Telegram account.</summary>
public sealed class TelegramClient
{
    private const string Own = "auth/manage/telegram";

    private readonly ApiConnection _connection;

    internal TelegramClient(ApiConnection connection) => _connection = connection;

    /// <summary>Where whoever signs in says so in Telegram.</summary>
    public Task<TelegramSignInResponse> StartAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<TelegramSignInResponse>(HttpMethod.Post, "auth/telegram/options", body: null, cancellationToken);

    /// <summary>How far it has come.</summary>
    public Task<TelegramStatusResponse> GetStatusAsync(string state, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<TelegramStatusResponse>(HttpMethod.Post, "auth/telegram/status", new TelegramStatusRequest(state), cancellationToken);

    /// <summary>Signs in, once the number was chosen.</summary>
    public Task<Tokens> LoginAsync(string state, SecondFactor? factor = null, CancellationToken cancellationToken = default) => _connection.SendAsync<Tokens>(
        HttpMethod.Post, "auth/telegram/login", new TelegramLoginRequest(state, factor?.Code, factor?.RecoveryCode), cancellationToken);

    /// <summary>Where the caller's Telegram account is linked.</summary>
    public Task<TelegramLinkResponse> LinkAsync(string? password = null, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<TelegramLinkResponse>(HttpMethod.Post, Own, new TelegramLinkRequest(password), cancellationToken);

    /// <summary>The caller's Telegram account opens nothing from then on.</summary>
    public Task UnlinkAsync(CancellationToken cancellationToken = default) => _connection.SendAsync(HttpMethod.Delete, Own, body: null, cancellationToken);
}
