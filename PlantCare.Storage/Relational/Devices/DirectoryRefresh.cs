using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>
/// Whoever saves a device, a plant or what decides about a device through a context refreshes the directory with it, before the save returns: a device whose secret
/// was just shown can sign in at once, and no endpoint can forget to say so.
/// </summary>
/// <param name="services">Finds the directory, which itself needs a context.</param>
internal sealed class DirectoryRefresh(IServiceProvider services) : SaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, List<Guid>> _owners = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var owners = eventData.Context?.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(entry => entry.Entity switch
            {
                Device device => device.UserId,
                Plant plant => plant.UserId,
                DeviceAssignment assignment => assignment.UserId,
                User user when entry.State == EntityState.Modified && entry.Property(nameof(User.DisabledAt)).IsModified => user.Id,
                _ => Guid.Empty,
            })
            .Where(owner => owner != Guid.Empty)
            .Distinct()
            .ToList();
        if (owners is { Count: > 0 })
        {
            _owners.AddOrUpdate(eventData.Context!, owners);
        }

        return ValueTask.FromResult(result);
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context && _owners.TryGetValue(context, out var owners))
        {
            _owners.Remove(context);
            var directory = services.GetRequiredService<DeviceDirectory>();
            foreach (var owner in owners)
            {
                await directory.RefreshAsync(owner, cancellationToken);
            }
        }

        return result;
    }
}
