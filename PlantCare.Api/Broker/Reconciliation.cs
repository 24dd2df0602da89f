using System.Text.Json.Nodes;

namespace PlantCare.Api.Broker;

/// <summary>
/// Compares all accounts of the broker with all devices of the database, and settles those that differ: after a broker lost its accounts, a
/// database was restored, or either was away while something changed.
/// </summary>
internal sealed class Reconciliation(DeviceCredentials devices, AccountSettler settler, AccountObstacles obstacles)
{
    // The broker answers a page, and does a batch, before it turns to anybody else.
    private const int PageSize = 200;
    private const int BatchSize = 10;

    private volatile HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>Whether an account of that name, which is no device's, was there when last compared.</summary>
    public bool IsSomebodyElses(string name) => _others.Contains(name);

    /// <summary>Compares and mends.</summary>
    public async Task RunAsync(ControlChannel channel, CancellationToken cancellationToken)
    {
        // step 1: the broker first, so that the database is never the older one
        var clients = (await ListAsync<BrokerClient>(channel, ControlCommands.ListClients, "clients", cancellationToken))
            .DistinctBy(client => client.Username).ToDictionary(client => client.Username, StringComparer.Ordinal);
        var roles = (await ListAsync<BrokerRole>(channel, ControlCommands.ListRoles, "roles", cancellationToken))
            .DistinctBy(role => role.RoleName).ToDictionary(role => role.RoleName, StringComparer.Ordinal);
        _others = clients.Values.Where(client => !DeviceAccount.IsDevice(client)).Select(client => client.Username).ToHashSet(StringComparer.Ordinal);

        // step 2: the database
        var wanted = await devices.ReadAsync(deviceIds: null, cancellationToken);

        // step 3: what differs
        var names = wanted.Keys.ToHashSet(StringComparer.Ordinal);
        names.UnionWith(clients.Keys.Except(_others));
        names.UnionWith(roles.Keys.Select(role => DeviceAccount.IsRole(role, out var name) ? name : "").Where(name => name.Length > 0));
        var differing = new List<string>();
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var (commands, obstacle) = DeviceAccount.Mend(
                name, wanted.GetValueOrDefault(name), clients.GetValueOrDefault(name), roles.GetValueOrDefault(DeviceAccount.RoleOf(name)));
            if (commands.Count > 0)
            {
                differing.Add(name);
            }

            if (obstacle is not null)
            {
                reasons[name] = obstacle;
            }
        }

        obstacles.SetAll(reasons);

        // step 4: settle it
        foreach (var batch in differing.Chunk(BatchSize))
        {
            await settler.SettleAsync(channel, batch, cancellationToken);
        }
    }

    // An account that comes or goes between two pages can be missed here; settling asks for each account by its name.
    private static async Task<List<T>> ListAsync<T>(
        ControlChannel channel, Func<int, int, JsonObject> command, string member, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        while (true)
        {
            var answers = await channel.SendAsync([command(all.Count, PageSize)], cancellationToken);
            if (answers[0].Error is { } error)
            {
                throw new BrokerRefusalException($"it does not list its {member} ({error})");
            }

            var page = answers[0].Read<List<T>>(member) ?? [];
            all.AddRange(page);
            if (page.Count < PageSize)
            {
                return all;
            }
        }
    }
}
