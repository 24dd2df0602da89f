using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PlantCare.Storage.Relational;

/// <summary>Brings the database to this version before anything else starts.</summary>
internal sealed class DatabaseMigration(SystemWork system) : IHostedLifecycleService
{
    /// <exception cref="OptionsValidationException">The database is of a newer version.</exception>
    public Task StartingAsync(CancellationToken cancellationToken) => system.RunAsync(context => MigrateAsync(context, cancellationToken));

    /// <summary>Brings a database to this version, whatever it is made of.</summary>
    /// <exception cref="OptionsValidationException">The database is of a newer version.</exception>
    public static async Task MigrateAsync(PlantCareContext context, CancellationToken cancellationToken)
    {
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.Except(context.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new OptionsValidationException("ConnectionStrings:plantcare", typeof(DatabaseMigration),
                [$"ConnectionStrings__plantcare names a database of a newer PlantCare (it has '{unknown}'). Start that version, or restore a backup."]);
        }

        await context.Database.MigrateAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
