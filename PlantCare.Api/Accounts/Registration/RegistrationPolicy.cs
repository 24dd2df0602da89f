using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Registration;

/// <summary>
/// Who may register: what an administrator last said, or the setting <c>Auth__Registration</c> while none has. It is asked of the database
/// each time, so that every replica knows at once.
/// </summary>
internal sealed class RegistrationPolicy(SystemWork system, AuthSettings settings, TimeProvider time)
{
    private const string Key = "registration";

    /// <summary>What counts where no administrator has said anything.</summary>
    public RegistrationMode Configured => settings.Registration;

    /// <summary>Who may register now.</summary>
    public Task<RegistrationMode> GetAsync(CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var chosen = await database.SystemSettings.AsNoTracking()
            .Where(setting => setting.Key == Key)
            .Select(setting => setting.Value)
            .FirstOrDefaultAsync(cancellationToken);
        return Enum.TryParse<RegistrationMode>(chosen, out var mode) ? mode : Configured;
    });

    /// <summary>Says who may register from now on.</summary>
    /// <param name="mode">Who; null for whatever the setting says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task SetAsync(RegistrationMode? mode, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        if (mode is not { } chosen)
        {
            await database.SystemSettings.Where(setting => setting.Key == Key).ExecuteDeleteAsync(cancellationToken);
            return;
        }

        var (value, now) = (chosen.ToString(), time.GetUtcNow());
        if (await ChangeAsync() == 0)
        {
            database.SystemSettings.Add(new SystemSetting { Key = Key, Value = value, ChangedAt = now });
            try
            {
                await database.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
            {
                // Somebody else said something for the first time at the same moment.
                if (await ChangeAsync() == 0)
                {
                    throw;
                }
            }
        }

        Task<int> ChangeAsync() => database.SystemSettings.Where(setting => setting.Key == Key).ExecuteUpdateAsync(
            setting => setting.SetProperty(s => s.Value, value).SetProperty(s => s.ChangedAt, now), cancellationToken);
    });
}
