using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace PlantCare.Tests.Servers;

/// <summary>
/// Debian's PostgreSQL on a port of its own, in a folder of its own, with passwords as in production and without fsync. PostgreSQL refuses
/// to run as root: as root it is started as the account that its package brings.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string ServiceAccount = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TempFolder _folder = new();
    private bool _running;

    private PostgresServer()
    {
    }

    public int Port { get; } = FreePort();

    public string Password { get; } = RandomNumberGenerator.GetHexString(24);

    private string Data => _folder.File("data");

    public static async Task<PostgresServer> StartAsync()
    {
        var server = await PrepareAsync();
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the server's folder, and does not start it.</summary>
    public static async Task<PostgresServer> PrepareAsync()
    {
        Require.File($"{Programs}/initdb");
        var server = new PostgresServer();
        var password = server._folder.File("password");
        await File.WriteAllTextAsync(password, server.Password);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", ServiceAccount, server._folder.Path);
        }

        await ControlAsync(
            "initdb", "--pgdata", server.Data, "--username", "postgres", "--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8",
            "--locale", "C.UTF-8", "--no-sync");
        await File.AppendAllTextAsync(
            Path.Combine(server.Data, "postgresql.conf"),
            string.Create(CultureInfo.InvariantCulture, $"""

                listen_addresses = '127.0.0.1'
                port = {server.Port}
                unix_socket_directories = ''
                fsync = off
                synchronous_commit = off
                full_page_writes = off
                """));
        return server;
    }

    /// <summary>Starts it on what it had stored.</summary>
    public async Task StartAgainAsync()
    {
        await ControlAsync("pg_ctl", "start", "--wait", "--pgdata", Data, "--log", _folder.File("postgres.log"));
        _running = true;
    }

    /// <summary>Stops it at once; every connection ends.</summary>
    public async Task StopAsync()
    {
        if (_running)
        {
            await ControlAsync("pg_ctl", "stop", "--wait", "--mode", "fast", "--pgdata", Data);
            _running = false;
        }
    }

    /// <summary>How the server's own administrator reaches a database.</summary>
    public string ConnectionString(string database) => Builder(database).ConnectionString;

    /// <summary>How that account reaches a database.</summary>
    public string ConnectionString(string database, string user, string password)
    {
        var builder = Builder(database);
        (builder.Username, builder.Password) = (user, password);
        return builder.ConnectionString;
    }

    /// <summary>A new, empty database.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.CreateVersion7():N}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Runs a statement as the server's administrator, whom no policy binds.</summary>
    public async Task<object?> ExecuteAsync(string database, string statement)
    {
        var builder = Builder(database);
        builder.Pooling = false;
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public string Log() => File.Exists(_folder.File("postgres.log")) ? File.ReadAllText(_folder.File("postgres.log")) : "";

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, params string[] args)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,

            // Somewhere that the service account may be.
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', args)} ended with {process.ExitCode}");
    }

    private static Task ControlAsync(string program, params string[] args)
    {
        string[] command = [$"{Programs}/{program}", .. args];
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", ServiceAccount, "--", .. command]) : RunAsync(command[0], command[1..]);
    }

    private NpgsqlConnectionStringBuilder Builder(string database) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = "postgres",
        Password = Password,
        MaxPoolSize = 5,
    };
}

/// <summary>One server for all tests; each has a database of its own in it. Nothing starts before the first one asks.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private PostgresServer? _server;

    public async Task<PostgresServer> GetAsync()
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _server ??= await PostgresServer.StartAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _turn.Dispose();
    }
}
