using Microsoft.Data.Sqlite;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Storage;

public sealed class SqliteRelationalTests : RelationalContract, IDisposable
{
    private readonly TempFolder _folder = new();

    private string ConnectionString => $"Data Source={_folder.File("plantcare.db")};Pooling=False";

    public void Dispose() => _folder.Dispose();

    protected override Task<string> CreateAsync() => Task.FromResult(ConnectionString);

    protected override Task DropAsync() => Task.CompletedTask;

    protected override async Task WithoutPoliciesAsync(string statement)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of the contract.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
