using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlantCare.Storage.Relational.PostgreSql;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

public sealed class PostgresMigrationTests(SharedPostgres shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_several_services_at_once_migrate_once_and_all_run()
    {
        var server = await shared.GetAsync();
        var database = await server.CreateDatabaseAsync();

        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RelationalHost.StartAsync(server.ConnectionString(database))));

        try
        {
            var migrations = await hosts[0].AsAsync(user: null, context => Task.FromResult(context.Database.GetMigrations().LongCount()));
            Assert.Equal(migrations, await server.ExecuteAsync(database, "SELECT count(*) FROM \"__EFMigrationsHistory\""));
            var owner = await hosts[0].AddUserAsync("ada");
            await hosts[1].SaveAsync(owner, RelationalHost.Plant(owner, "Basil"));
            Assert.Single(await hosts[2].AsAsync(owner, context => context.Plants.ToListAsync(Cancellation)));
            Assert.All(hosts, host => host.Logs.AssertNoErrors());
        }
        finally
        {
            await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task Start_before_the_server_waits_for_it_and_says_so_once()
    {
        await using var server = await PostgresServer.PrepareAsync();
        await using var host = new RelationalHost(server.ConnectionString("postgres"));
        var start = host.StartAsync();
        await Until.TrueAsync(() => Task.FromResult(Waits(host) > 0), Cancellation);

        await server.StartAgainAsync();
        await start;

        Assert.Equal(1, Waits(host));
        Assert.Equal("ada", (await host.AddUserAsync("ada")).UserName);
    }

    [Fact]
    public async Task Query_after_the_server_was_away_works_again()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var host = await RelationalHost.StartAsync(server.ConnectionString("postgres"));
        var owner = await host.AddUserAsync("ada");
        await host.SaveAsync(owner, RelationalHost.Plant(owner, "Basil"));

        await server.StopAsync();
        await server.StartAgainAsync();

        Assert.Single(await host.AsAsync(owner, context => context.Plants.ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Start_with_a_wrong_password_or_database_is_refused_and_names_the_key()
    {
        var server = await shared.GetAsync();
        await AssertRefusedAsync(server.ConnectionString("postgres", "postgres", "wrong"), "ConnectionStrings__plantcare is refused", "Password");
        await AssertRefusedAsync(server.ConnectionString("postgres", "nobody", "wrong"), "ConnectionStrings__plantcare is refused");
        await AssertRefusedAsync(server.ConnectionString("nowhere"), "ConnectionStrings__plantcare names a database that is not there", "nowhere");
        await AssertRefusedAsync(
            server.ConnectionString("postgres"), "ConnectionStrings__plantcare-owner is refused", owner: server.ConnectionString("postgres", "nobody", "wrong"));
    }

    [Fact]
    public async Task Start_as_an_account_without_rights_is_refused_with_what_it_needs()
    {
        var server = await shared.GetAsync();
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database, $"CREATE ROLE poor_{database} LOGIN PASSWORD 'secret'");

        await AssertRefusedAsync(server.ConnectionString(database, $"poor_{database}", "secret"), "no right to prepare the database", "CREATEROLE");
    }

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("Host=localhost", "names no host or no database")]
    [InlineData("Database=plantcare", "names no host or no database")]
    [InlineData("Host=localhost;Databse=plantcare", "cannot be read")]
    [InlineData("Host=localhost;Database=plantcare;Port=many", "cannot be read")]
    [InlineData("Host=localhost;Database=plantcare;No Reset On Close=true", "must not have 'No Reset On Close'")]
    [InlineData("Data Source=", "names no file")]
    public void AddRelationalStorage_malformed_connection_string_is_refused_with_the_key(string text, string fault)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => new RelationalHost(text));

        Assert.Contains($"ConnectionStrings__plantcare {fault}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_pool_is_modest_unless_the_connection_string_says_otherwise()
    {
        const string Plain = "Host=localhost;Database=plantcare";

        Assert.Equal(20, PostgreSqlSettings.Read(Plain, owner: null).Application.MaxPoolSize);
        Assert.Equal(100, PostgreSqlSettings.Read(Plain + ";Maximum Pool Size=100", owner: null).Application.MaxPoolSize);
        Assert.Equal(7, PostgreSqlSettings.Read(Plain + ";MaxPoolSize=7", owner: null).Application.MaxPoolSize);
        Assert.False(PostgreSqlSettings.Read(Plain, owner: null).Owner.Pooling);
    }

    private static int Waits(RelationalHost host) =>
        host.Logs.Entries.Count(entry => entry.Message.Contains("does not answer yet", StringComparison.Ordinal));

    private static async Task AssertRefusedAsync(string connectionString, string fault, string? detail = null, string? owner = null)
    {
        await using var host = new RelationalHost(connectionString, owner);
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(detail ?? "", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refusal.Message, StringComparison.Ordinal);
    }
}
