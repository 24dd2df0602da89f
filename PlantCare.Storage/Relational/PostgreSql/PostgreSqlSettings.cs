using System.Reflection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>Where the database is, and as whom it is used.</summary>
/// <param name="Application">What every query of the application goes over.</param>
/// <param name="Owner">What migrations go over: the account that owns the tables.</param>
internal sealed record PostgreSqlSettings(NpgsqlConnectionStringBuilder Application, NpgsqlConnectionStringBuilder Owner)
{
    /// <summary>How people name the application's connection.</summary>
    public const string Key = "ConnectionStrings__plantcare";

    /// <summary>How people name the owner's connection.</summary>
    public const string OwnerKey = "ConnectionStrings__plantcare-owner";

    internal const string Expectation =
        "like 'Host=localhost;Database=smart_plant_care;Username=plantcare;Password=...' or 'Data Source=/path/to/plantcare.db'";

    // A server takes 100 connections as it comes: room for four replicas, which are never all busy.
    private const int DefaultMaxPoolSize = 20;
    private const int DefaultConnectTimeoutSeconds = 5;

    /// <summary>Whether migrations have a connection string of their own.</summary>
    public bool HasOwner { get; private init; }

    /// <summary>Where the server is, for messages.</summary>
    public string Server => $"{Application.Host}:{Application.Port}";

    /// <summary>Reads the connection strings; without one of its own the owner is the application's account.</summary>
    /// <exception cref="OptionsValidationException">One of them is malformed.</exception>
    public static PostgreSqlSettings Read(string application, string? owner)
    {
        var settings = Parse(Key, application);
        var migrations = string.IsNullOrWhiteSpace(owner) ? new NpgsqlConnectionStringBuilder(settings.ConnectionString) : Parse(OwnerKey, owner);

        // The owner's connections are few and short. None must be left over for somebody else to use.
        migrations.Pooling = false;
        return new PostgreSqlSettings(settings, migrations) { HasOwner = !string.IsNullOrWhiteSpace(owner) };
    }

    /// <summary>What to throw when one of the strings is at fault.</summary>
    public static OptionsValidationException Invalid(string key, string fault) =>
        new(key.Replace("__", ":", StringComparison.Ordinal), typeof(PostgreSqlSettings), [$"{key} {fault}"]);

    private static NpgsqlConnectionStringBuilder Parse(string key, string text)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw Invalid(key, $"cannot be read ({exception.Message.TrimEnd('.')}); it must be {Expectation}");
        }

        if (string.IsNullOrWhiteSpace(settings.Host) || string.IsNullOrWhiteSpace(settings.Database))
        {
            throw Invalid(key, $"names no host or no database; it must be {Expectation}");
        }

        if (settings.NoResetOnClose || settings.Multiplexing)
        {
            throw Invalid(key, "must not have 'No Reset On Close' or 'Multiplexing': an account's connection would be handed on as it is");
        }

        settings.ApplicationName ??= Assembly.GetEntryAssembly()?.GetName().Name ?? "PlantCare";
        SetDefault("Maximum Pool Size", () => settings.MaxPoolSize = DefaultMaxPoolSize);
        SetDefault("Timeout", () => settings.Timeout = DefaultConnectTimeoutSeconds);
        return settings;

        void SetDefault(string keyword, Action set)
        {
            if (!settings.ShouldSerialize(keyword))
            {
                set();
            }
        }
    }
}
