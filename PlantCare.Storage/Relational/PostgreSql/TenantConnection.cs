using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>
/// A connection works for the context's tenant from the moment it opens: it takes the tenant's role and account in one statement. Going
/// back to the pool, the driver resets it, so that the next one to open it begins as nobody.
/// </summary>
internal sealed class TenantConnection : DbConnectionInterceptor
{
    private const string Statement = $"SELECT set_config('role', $1, false), set_config('{RowSecurity.UserIdSetting}', $2, false)";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Prepare(connection, eventData);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Prepare(connection, eventData);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Prepare(DbConnection connection, ConnectionEndEventData eventData)
    {
        var tenant = ((PlantCareContext)eventData.Context!).Tenant;
        var command = connection.CreateCommand();
        command.CommandText = Statement;
        Add(RoleOf(tenant));
        Add(tenant.UserId?.ToString() ?? "");
        return command;

        void Add(string value)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    private static string RoleOf(Tenant tenant) => tenant switch
    {
        { IsSystem: true } => RowSecurity.SystemRole,
        { IsSigningIn: true } => RowSecurity.SignInRole,
        _ => RowSecurity.AppRole,
    };
}
