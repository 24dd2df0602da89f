using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PlantCare.Domain.Readings;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Keys;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.PostgreSql;
using PlantCare.Storage.Relational.Sharing;
using PlantCare.Storage.Relational.Tenancy;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>What the database itself refuses, whatever a query forgets.</summary>
public sealed class PostgresRowSecurityTests(SharedPostgres shared) : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private RelationalHost _host = null!;
    private string _database = "";
    private User _ada = null!;
    private User _bob = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await shared.GetAsync();
        _database = await _server.CreateDatabaseAsync();
        _host = await RelationalHost.StartAsync(_server.ConnectionString(_database));
        (_ada, _bob) = (await _host.AddUserAsync("ada"), await _host.AddUserAsync("bob"));
        foreach (var user in (User[])[_ada, _bob])
        {
            await FillAsync(user);
        }
    }

    public async ValueTask DisposeAsync() => await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Every_table_with_an_account_shows_its_owners_rows_alone()
    {
        var tables = await TablesWithAccountsAsync();
        Assert.Superset(
            new HashSet<string>([
                "users", "plants", "devices", "dead_letters", "user_claims", "user_logins", "user_tokens", "user_passkeys", "sessions", "api_keys",
                "places", "shares", "journal", "commands", "alerts", "device_assignments", "gateway_sensors", "sensor_states", "audit_log",
            ]),
            tables.Select(table => table.Name).ToHashSet(StringComparer.Ordinal));

        foreach (var (table, column) in tables)
        {
            var owners = $"SELECT {column} FROM {table}";
            var everybody = await _host.AsAsync(tenant => tenant.ActAsSystem(), context => OwnersAsync(context, owners));
            Assert.True(everybody.Contains(_ada.Id) && everybody.Contains(_bob.Id), $"Say in {nameof(FillAsync)} how a row of {table} is made.");

            Assert.All(await _host.AsAsync(_ada, context => OwnersAsync(context, owners)), owner => Assert.Equal(_ada.Id, owner));
            Assert.All(await _host.AsAsync(_bob, context => OwnersAsync(context, owners)), owner => Assert.Equal(_bob.Id, owner));
            Assert.NotEmpty(await _host.AsAsync(_bob, context => OwnersAsync(context, owners)));
            Assert.Empty(await _host.AsAsync(user: null, context => OwnersAsync(context, owners)));
        }
    }

    [Fact]
    public async Task Every_table_with_an_account_is_protected_also_from_its_owner_and_a_new_one_would_be_found()
    {
        Assert.Empty(await UnprotectedAsync());

        await _server.ExecuteAsync(_database, "CREATE TABLE gifts (user_id uuid); CREATE TABLE weather (day date)");
        Assert.Equal(["gifts"], await UnprotectedAsync());
        await _server.ExecuteAsync(_database, "ALTER TABLE gifts ENABLE ROW LEVEL SECURITY; ALTER TABLE gifts FORCE ROW LEVEL SECURITY");
        Assert.Equal(["gifts"], await UnprotectedAsync());
        await _server.ExecuteAsync(_database, $"CREATE POLICY own_rows ON gifts TO {RowSecurity.AppRole} USING (user_id IS NULL)");
        Assert.Empty(await UnprotectedAsync());
    }

    [Fact]
    public async Task Roles_own_nothing_and_get_round_nothing()
    {
        foreach (var role in RowSecurity.Roles)
        {
            Assert.Equal(
                false,
                await _server.ExecuteAsync(
                    _database, $"SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin FROM pg_roles WHERE rolname = '{role}'"));
            Assert.Equal(
                0L,
                await _server.ExecuteAsync(_database, $"SELECT count(*) FROM pg_shdepend WHERE refobjid = '{role}'::regrole AND deptype = 'o'"));
            Assert.Equal(
                0L, await _server.ExecuteAsync(_database, $"SELECT count(*) FROM pg_auth_members WHERE member = '{role}'::regrole"));
        }
    }

    [Fact]
    public async Task Writes_to_others_rows_change_nothing_and_rows_for_others_are_refused()
    {
        var changed = await _host.AsAsync(_bob, context => context.Database.ExecuteSqlRawAsync("UPDATE plants SET name = 'mine now'", Cancellation));
        var deleted = await _host.AsAsync(_bob, context => context.Database.ExecuteSqlRawAsync("DELETE FROM devices", Cancellation));
        Assert.Equal((1, 1), (changed, deleted));
        Assert.Equal("Plant of ada", await _host.AsAsync(_ada, context => context.Plants.Select(plant => plant.Name).SingleAsync(Cancellation)));
        Assert.Single(await _host.AsAsync(_ada, context => context.Devices.ToListAsync(Cancellation)));

        var refusal = await Assert.ThrowsAsync<DbUpdateException>(() => _host.SaveAsync(_bob, RelationalHost.Plant(_ada, "Trojan")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(refusal.InnerException).SqlState);
        await Assert.ThrowsAsync<PostgresException>(() => _host.AsAsync(
            _bob, context => context.Database.ExecuteSqlAsync($"UPDATE plants SET user_id = {_ada.Id}", Cancellation)));
    }

    [Fact]
    public async Task SignIn_finds_any_account_and_nothing_that_it_owns()
    {
        Assert.Equal(2, await _host.AsAsync(tenant => tenant.ActForSignIn(), context => context.Users.CountAsync(Cancellation)));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _host.AsAsync(
            tenant => tenant.ActForSignIn(), context => OwnersAsync(context, "SELECT user_id FROM plants")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Keys_are_for_the_system_alone()
    {
        await _host.SaveAsSystemAsync(new DataProtectionKey { Xml = "<key/>" });
        Assert.Equal(1, await _host.AsAsync(tenant => tenant.ActAsSystem(), context => context.DataProtectionKeys.CountAsync(Cancellation)));

        Assert.Equal(0L, await _server.ExecuteAsync(_database, "SELECT count(*) FROM pg_policies WHERE tablename = 'data_protection_keys' AND roles <> '{plantcare_system}'"));
        foreach (var become in (Action<Tenant>[])[tenant => tenant.ActAs(_ada.Id), tenant => tenant.ActForSignIn(), _ => { }])
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => _host.AsAsync(
                become, context => context.Database.SqlQueryRaw<string>("SELECT xml AS \"Value\" FROM data_protection_keys").ToListAsync(Cancellation)));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Fact]
    public async Task Connection_loses_its_tenant_on_its_way_back_to_the_pool()
    {
        await using var host = await RelationalHost.StartAsync(
            new NpgsqlConnectionStringBuilder(_server.ConnectionString(_database)) { MaxPoolSize = 1 }.ConnectionString);
        var backend = await host.AsAsync(_ada, BackendAsync);

        await using (var connection = await host.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(Cancellation))
        {
            Assert.Equal(backend, await ScalarAsync(connection, "SELECT pg_backend_pid()"));
            Assert.Equal("", await ScalarAsync(connection, $"SELECT current_setting('{RowSecurity.UserIdSetting}', true)"));
            Assert.Equal("none", await ScalarAsync(connection, "SELECT current_setting('role')"));
        }

        Assert.Equal(backend, await host.AsAsync(user: null, BackendAsync));
        Assert.Empty(await host.AsAsync(user: null, context => OwnersAsync(context, "SELECT user_id FROM plants")));
        Assert.Equal([_bob.Id], await host.AsAsync(_bob, context => OwnersAsync(context, "SELECT user_id FROM plants")));

        Task<int> BackendAsync(PlantCareContext context) =>
            context.Database.SqlQueryRaw<int>("SELECT pg_backend_pid() AS \"Value\"").SingleAsync(Cancellation);
    }

    [Fact]
    public async Task Transaction_rolled_back_leaves_the_tenant_as_it_was()
    {
        var owners = await _host.AsAsync(_ada, context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await context.Database.OpenConnectionAsync(Cancellation);
            await using (await context.Database.BeginTransactionAsync(Cancellation))
            {
                await Assert.ThrowsAsync<PostgresException>(() => context.Database.ExecuteSqlRawAsync("SELECT 1 / 0", Cancellation));
            }

            return await OwnersAsync(context, "SELECT user_id FROM plants");
        }));

        Assert.Equal([_ada.Id], owners);
    }

    [Fact]
    public async Task Tenants_side_by_side_on_a_small_pool_never_meet()
    {
        await using var host = await RelationalHost.StartAsync(
            new NpgsqlConnectionStringBuilder(_server.ConnectionString(_database)) { MaxPoolSize = 3 }.ConnectionString);

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (i, _) =>
        {
            User?[] tenants = [_ada, _bob, null];
            var tenant = tenants[i % 3];
            var owners = await host.AsAsync(tenant, context => OwnersAsync(context, "SELECT user_id FROM devices"));
            Assert.Equal(tenant is null ? [] : [tenant.Id], owners);
        });
    }

    [Fact]
    public async Task Start_with_an_owner_of_its_own_needs_no_administrator_for_the_application()
    {
        var database = await _server.CreateDatabaseAsync();
        var (owner, app) = ($"owner_{database}", $"app_{database}");
        await _server.ExecuteAsync(database, $"CREATE ROLE {owner} LOGIN PASSWORD 'secret' CREATEROLE; ALTER DATABASE {database} OWNER TO {owner}");
        await _server.ExecuteAsync(database, $"CREATE ROLE {app} LOGIN PASSWORD 'secret'");

        await using var host = await RelationalHost.StartAsync(
            _server.ConnectionString(database, app, "secret"), _server.ConnectionString(database, owner, "secret"));
        var ada = await host.AddUserAsync("ada");
        await host.SaveAsync(ada, RelationalHost.Plant(ada, "Basil"));

        Assert.Equal("Basil", await host.AsAsync(ada, context => context.Plants.Select(plant => plant.Name).SingleAsync(Cancellation)));
        await host.AsAsync(ada, context => context.Users.ExecuteDeleteAsync(Cancellation));
        Assert.Equal(0L, await _server.ExecuteAsync(database, "SELECT count(*) FROM plants"));
        Assert.Equal(owner, await _server.ExecuteAsync(database, "SELECT tableowner::text FROM pg_tables WHERE tablename = 'plants'"));
        Assert.Equal(0L, await _server.ExecuteAsync(database, $"SELECT count(*) FROM pg_shdepend WHERE refobjid = '{app}'::regrole AND deptype = 'o'"));
    }

    private static async Task<List<Guid?>> OwnersAsync(PlantCareContext context, string query) =>
        await context.Database.SqlQueryRaw<Guid?>(query).ToListAsync(Cancellation);

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string query)
    {
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private static IEnumerable<object> RowsOf(User user, Plant plant, Device device) =>
    [
        new Place { UserId = user.Id, Name = "Home", Kind = "home" },
        new Share { UserId = user.Id, PlantId = plant.Id, Role = ShareRole.Viewer, TokenHash = user.Id.ToByteArray() },
        new JournalEntry { UserId = user.Id, PlantId = plant.Id, Author = user.UserName! },
        new DeviceCommand { UserId = user.Id, DeviceId = device.DeviceId, Action = "water", RequestedBy = user.UserName! },
        new Alert { UserId = user.Id, PlantId = plant.Id, DeviceId = device.DeviceId },
        new DeviceAssignment { UserId = user.Id, DeviceRowId = device.Id, PlantId = plant.Id },
        new GatewaySensor { UserId = user.Id, DeviceRowId = device.Id, Sensor = "fern", Dialect = "miflora", Topic = "miflora/fern", Payload = [1] },
        new SensorState { UserId = user.Id, DeviceRowId = device.Id, Sensor = "fern" },
        new UserSession { UserId = user.Id, Method = "password" },
        new ApiKey { UserId = user.Id, Name = "script", KeyHash = user.Id.ToByteArray(), Prefix = "pck_", Scopes = "read" },
    ];

    // From the catalogue, so that a table which is new tomorrow is asked about tomorrow.
    private async Task<List<(string Name, string Column)>> TablesWithAccountsAsync()
    {
        var names = (string[])(await _server.ExecuteAsync(
            _database,
            """
            SELECT array_agg(c.relname::text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND (c.relname = 'users'
                OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped))
            """))!;
        return [.. names.Select(name => (name, name == "users" ? "id" : "user_id"))];
    }

    private async Task<List<string>> UnprotectedAsync()
    {
        var unprotected = new List<string>();
        foreach (var (table, _) in await TablesWithAccountsAsync())
        {
            var isProtected = await _server.ExecuteAsync(
                _database,
                $"""
                SELECT relrowsecurity AND relforcerowsecurity
                    AND (SELECT count(*) FROM pg_policies WHERE tablename = '{table}' AND '{RowSecurity.AppRole}' = ANY (roles) AND policyname = 'own_rows') = 1
                FROM pg_class WHERE oid = '{table}'::regclass
                """);
            if (isProtected is not true)
            {
                unprotected.Add(table);
            }
        }

        return unprotected;
    }

    private async Task FillAsync(User user)
    {
        var (plant, device) = (RelationalHost.Plant(user, $"Plant of {user.UserName}"), RelationalHost.Device(user, $"{user.UserName}-1"));
        await _host.SaveAsync(user, plant, device);
        await _host.SaveAsync(user, [.. RowsOf(user, plant, device)]);
        await _host.SaveAsSystemAsync(new AuditEntry { UserId = user.Id, Actor = user.UserName!, Action = "test" });
        await _host.SaveAsSystemAsync(new DeadLetterRow
        {
            UserId = user.Id,
            DeviceId = $"{user.UserName}-1",
            Topic = "plantcare",
            Payload = [1],
            Reason = RejectionReason.NotJson,
            Detail = "not JSON",
        });
        await _server.ExecuteAsync(
            _database,
            $$"""
            INSERT INTO user_claims (user_id) VALUES ('{{user.Id}}');
            INSERT INTO user_logins (login_provider, provider_key, user_id) VALUES ('elsewhere', '{{user.Id}}', '{{user.Id}}');
            INSERT INTO user_tokens (user_id, login_provider, name) VALUES ('{{user.Id}}', 'here', 'token');
            INSERT INTO telegram_requests (id, user_id, purpose, progress, code_hash, created_at, expires_at)
                VALUES ('{{user.Id}}', '{{user.Id}}', 'link', 'waiting', '\x{{user.Id:N}}', now(), now());
            INSERT INTO user_passkeys (credential_id, user_id, data) VALUES ('\x{{user.Id:N}}', '{{user.Id}}', '{}');
            """);
    }
}
