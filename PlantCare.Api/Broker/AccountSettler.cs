using System.Text.Json.Nodes;

namespace PlantCare.Api.Broker;

/// <summary>
/// Makes the accounts of some devices what the database says. Several replicas may be at the same device at once, and none waits for another:
/// whoever has written an account reads the database again afterwards, and writes again when it says something else by now. So the last one
/// to write has written what counts.
/// </summary>
internal sealed class AccountSettler(DeviceCredentials devices, AccountObstacles obstacles)
{
    private const int MaxAttempts = 5;

    /// <summary>Settles the accounts; those that are as they must be are left alone.</summary>
    public async Task SettleAsync(ControlChannel channel, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken)
    {
        for (var attempt = 1; deviceIds.Count > 0; attempt++)
        {
            // step 1: what must be, and what is
            var names = deviceIds.ToList();
            var wanted = await devices.ReadAsync(names, cancellationToken);
            var found = await channel.SendAsync(
                names.SelectMany(name => (JsonObject[])[ControlCommands.GetClient(name), ControlCommands.GetRole(DeviceAccount.RoleOf(name))]),
                cancellationToken);

            // step 2: mend it
            var mendings = names.Select((name, i) => (Name: name, Mending: DeviceAccount.Mend(
                name, wanted.GetValueOrDefault(name), found[2 * i].Read<BrokerClient>("client"), found[(2 * i) + 1].Read<BrokerRole>("role")))).ToList();
            mendings.ForEach(mended => obstacles.Set(mended.Name, mended.Mending.Obstacle));
            var commands = mendings.SelectMany(mended => mended.Mending.Commands.Select(command => (mended.Name, Command: command))).ToList();
            if (commands.Count == 0)
            {
                return;
            }

            var answers = await channel.SendAsync(commands.Select(command => command.Command), cancellationToken);

            // step 3: once more where the database has changed its mind meanwhile, or somebody else was at it
            var faults = commands.Zip(answers).Where(pair => pair.Second.Error is not null)
                .GroupBy(pair => pair.First.Name, pair => pair.Second.Error!, StringComparer.Ordinal)
                .ToDictionary(errors => errors.Key, errors => errors.First(), StringComparer.Ordinal);
            var written = commands.Select(command => command.Name).ToHashSet(StringComparer.Ordinal);
            var now = await devices.ReadAsync(written, cancellationToken);
            if (attempt == MaxAttempts)
            {
                // The next reconciliation tries again.
                foreach (var (name, fault) in faults)
                {
                    obstacles.Set(name, $"the broker refuses it ({fault})");
                }

                return;
            }

            deviceIds = [.. written.Where(name =>
                faults.ContainsKey(name) || !DeviceCredential.AreSame(wanted.GetValueOrDefault(name), now.GetValueOrDefault(name)))];
        }
    }
}
