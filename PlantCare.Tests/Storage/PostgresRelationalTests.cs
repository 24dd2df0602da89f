using PlantCare.Domain.Plants;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

public sealed class PostgresRelationalTests(SharedPostgres shared) : RelationalContract
{
    private PostgresServer _server = null!;
    private string _database = "";

    [Fact]
    public async Task Tables_are_as_promised()
    {
        Assert.Equal("uuid", await TypeAsync("users", "id"));
        Assert.Equal("text", await TypeAsync("users", "telegram_id"));
        Assert.Equal("jsonb", await TypeAsync("plants", "thresholds"));
        Assert.Equal("jsonb", await TypeAsync("plants", "care_info"));
        Assert.Equal("uuid", await TypeAsync("plants", "user_id"));
        Assert.Equal("boolean", await TypeAsync("plants", "active"));
        Assert.Equal("timestamp with time zone", await TypeAsync("plants", "created_at"));
        Assert.Equal("uuid", await TypeAsync("devices", "id"));
        Assert.Equal("jsonb", await TypeAsync("devices", "config"));
        Assert.Equal("uuid", await TypeAsync("devices", "plant_id"));
        Assert.Equal("bytea", await TypeAsync("devices", "secret_hash"));
        Assert.NotNull(await TypeAsync("devices", "device_id"));
        foreach (var column in (string[])["username", "display_name", "email", "created_at"])
        {
            Assert.NotNull(await TypeAsync("users", column));
        }
    }

    [Fact]
    public async Task Thresholds_can_be_asked_for_in_sql()
    {
        var owner = await Host.AddUserAsync("ada");
        var plant = RelationalHost.Plant(owner, "Basil");
        plant.Thresholds["soil_moisture"] = new Threshold { Min = 30 };
        await Host.SaveAsync(owner, plant);

        Assert.Equal("30", await _server.ExecuteAsync(_database, "SELECT thresholds->'soil_moisture'->>'min' FROM plants"));
    }

    protected override async Task<string> CreateAsync()
    {
        _server = await shared.GetAsync();
        _database = await _server.CreateDatabaseAsync();
        return _server.ConnectionString(_database);
    }

    protected override Task DropAsync() => Task.CompletedTask;

    protected override Task WithoutPoliciesAsync(string statement) => _server.ExecuteAsync(_database, statement);

    private async Task<string?> TypeAsync(string table, string column) => (string?)await _server.ExecuteAsync(
        _database, $"SELECT data_type FROM information_schema.columns WHERE table_name = '{table}' AND column_name = '{column}'");
}
