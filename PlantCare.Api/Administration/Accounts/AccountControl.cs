using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Audit;
using PlantCare.Api.Devices;
using PlantCare.Api.Live;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Administration.Accounts;

/// <summary>What became of a change.</summary>
internal enum AccountChange
{
    /// <summary>It is done, or was so already.</summary>
    Done,

    /// <summary>There is no such account.</summary>
    NoAccount,

    /// <summary>Nobody would be left to administer the system.</summary>
    LastAdministrator,

    /// <summary>The account is being erased, and there is no way back.</summary>
    BeingErased,
}

/// <summary>
/// Changes what an account may do. A disabled one is refused everywhere at once: its sessions end, its keys and links are not taken, its
/// devices are cut off. Sessions do not come back, the rest does when it is enabled.
/// </summary>
internal sealed class AccountControl(
    SystemWork system, AdministratorRule rule, DeviceDirectory directory, IDeviceAccounts deviceAccounts, AuditLog audit, ILiveSource live, TimeProvider time)
{
    /// <param name="id">The account.</param>
    /// <param name="isAdministrator">Whether it is to administer the system; null for as it is.</param>
    /// <param name="isDisabled">Whether it is to be disabled; null for as it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AccountChange> ChangeAsync(Guid id, bool? isAdministrator, bool? isDisabled, CancellationToken cancellationToken)
    {
        // step 1: the rows
        var (change, changed) = await rule.RunAsync(
            database => WriteAsync(database, id, isAdministrator, isDisabled, cancellationToken), result => result.Change == AccountChange.Done, cancellationToken);
        if (change != AccountChange.Done)
        {
            return change;
        }

        // step 2: the devices, here and at the broker. What was written must be followed by this, also when nobody waits any more.
        if (changed.Contains(Changed.Access))
        {
            await live.TellAsync(new AccessChanged(id));
            await SettleDevicesAsync(id, CancellationToken.None);
            await audit.WriteAsync(id, isDisabled == true ? AuditActions.AccountDisabled : AuditActions.AccountEnabled);
        }

        if (changed.Contains(Changed.Role))
        {
            await audit.WriteAsync(id, AuditActions.RoleChanged, detail: isAdministrator == true ? "administrator" : "no administrator");
        }

        return AccountChange.Done;
    }

    /// <summary>Lets an account's devices in, or cuts them off, as the database says by now.</summary>
    public async Task SettleDevicesAsync(Guid id, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(id, cancellationToken);
        var devices = await system.RunAsync(database => database.Devices.AsNoTracking()
            .Where(device => device.UserId == id)
            .Select(device => device.DeviceId)
            .ToListAsync(cancellationToken));
        await Task.WhenAll(devices.Select(device => deviceAccounts.SettleAsync(device, cancellationToken)));
    }

    private enum Changed
    {
        Role,
        Access,
    }

    private async Task<(AccountChange Change, HashSet<Changed> Changed)> WriteAsync(
        PlantCareContext database, Guid id, bool? isAdministrator, bool? isDisabled, CancellationToken cancellationToken)
    {
        if (await database.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellationToken) is not { } user)
        {
            return (AccountChange.NoAccount, []);
        }

        if (await database.Erasures.AnyAsync(erasure => erasure.Id == id, cancellationToken))
        {
            return (AccountChange.BeingErased, []);
        }

        var changed = new HashSet<Changed>();
        if (isAdministrator is { } role && role != user.IsAdministrator)
        {
            changed.Add(Changed.Role);
        }

        if (isDisabled is { } access && access != user.DisabledAt is not null)
        {
            changed.Add(Changed.Access);
        }

        if ((isAdministrator == false || isDisabled == true) && await AdministratorRule.IsLastAsync(database, user, cancellationToken))
        {
            return (AccountChange.LastAdministrator, []);
        }

        await WriteAsync(database, user, isAdministrator ?? user.IsAdministrator, isDisabled ?? user.DisabledAt is not null, cancellationToken);
        return (AccountChange.Done, changed);
    }

    // With another stamp, so that what Identity is doing to the account at this moment does not write the old state back.
    private async Task WriteAsync(PlantCareContext database, User user, bool isAdministrator, bool isDisabled, CancellationToken cancellationToken)
    {
        var disabledAt = isDisabled ? user.DisabledAt ?? time.GetUtcNow() : (DateTimeOffset?)null;
        var stamp = Guid.CreateVersion7().ToString();
        await database.Users.Where(row => row.Id == user.Id).ExecuteUpdateAsync(
            row => row.SetProperty(u => u.IsAdministrator, isAdministrator)
                .SetProperty(u => u.DisabledAt, disabledAt)
                .SetProperty(u => u.ConcurrencyStamp, stamp),
            cancellationToken);
        if (isDisabled)
        {
            await database.Sessions.Where(session => session.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
