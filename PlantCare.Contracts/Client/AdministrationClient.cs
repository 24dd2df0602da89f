using PlantCare.Contracts.Audit;

namespace PlantCare.Contracts.Client;

/// <summary>What administrators do; anybody else is refused.</summary>
public sealed class AdministrationClient
{
    private readonly ApiConnection _connection;

    internal AdministrationClient(ApiConnection connection) => _connection = connection;

    /// <summary>What happened to one account, or to all and to the system, newest first.</summary>
    public Task<Page<AuditEntryResponse>> ListAuditAsync(
        Guid? userId = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("admin/audit").Add("user_id", userId).Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<AuditEntryResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }
}
