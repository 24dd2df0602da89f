namespace PlantCare.Contracts.Client;

/// <summary>
/// Everything that Api offers, typed. The <see cref="HttpClient"/> brings the base address and the bearer token; every method throws
/// <see cref="Problems.ApiException"/> when Api answers with an error and <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
/// <param name="http">Where Api is, and as whom.</param>
public sealed class PlantCareClient(HttpClient http)
{
    private readonly ApiConnection _connection = new(http);

    /// <summary>Signing in.</summary>
    public AuthClient Auth => new(_connection);

    /// <summary>The caller's own account.</summary>
    public UsersClient Users => new(_connection);

    /// <summary>What opens the caller's account.</summary>
    public CredentialsClient Credentials => new(_connection);

    /// <summary>Passkeys: signing in with them, and the caller's own.</summary>
    public PasskeysClient Passkeys => new(_connection);

    /// <summary>Telegram: signing in with it, and the caller's own account there.</summary>
    public TelegramClient Telegram => new(_connection);

    /// <summary>What administrators do.</summary>
    public AdministrationClient Administration => new(_connection);

    /// <summary>The catalogue of species.</summary>
    public SpeciesClient Species => new(_connection);

    /// <summary>Plants.</summary>
    public PlantsClient Plants => new(_connection);

    /// <summary>Places.</summary>
    public PlacesClient Places => new(_connection);

    /// <summary>What is shared with whom.</summary>
    public SharesClient Shares => new(_connection);

    /// <summary>Devices.</summary>
    public DevicesClient Devices => new(_connection);

    /// <summary>Warnings about plants.</summary>
    public AlertsClient Alerts => new(_connection);

    /// <summary>Readings.</summary>
    public DataClient Data => new(_connection);
}
