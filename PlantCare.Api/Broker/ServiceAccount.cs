namespace PlantCare.Api.Broker;

/// <summary>The services' own account. The plugin's admin role lets it keep accounts and listen; this one lets it speak, too.</summary>
internal static class ServiceAccount
{
    private const string Role = "plantcare-service";

    private static readonly Acl[] Acls =
    [
        .. from topic in (string[])["plantcare/#", "plantcare-live/#"]
           from type in (string[])["publishClientSend", "publishClientReceive", "subscribePattern", "unsubscribePattern"]
           select new Acl(type, topic),
    ];

    /// <summary>Sees to it that the account has the role.</summary>
    /// <returns>
    /// False when it has just been given it and has to connect again: Mosquitto ends all connections of an account that gets a role, this one
    /// among them, before it answers.
    /// </returns>
    public static async Task<bool> EnsureAsync(ControlChannel channel, string username, CancellationToken cancellationToken)
    {
        var answers = await channel.SendAsync([ControlCommands.GetRole(Role), ControlCommands.GetClient(username)], cancellationToken);
        var role = answers[0].Read<BrokerRole>("role");
        if (role is null)
        {
            await channel.SendAsync([ControlCommands.CreateRole(Role, Acls)], cancellationToken);
        }
        else if (!Acls.ToHashSet().SetEquals(role.Acls ?? []))
        {
            await channel.SendAsync([ControlCommands.ModifyRole(Role, Acls)], cancellationToken);
        }

        if (answers[1].Read<BrokerClient>("client")?.Roles?.Contains(new RoleName(Role)) == true)
        {
            return true;
        }

        try
        {
            var added = await channel.SendAsync([ControlCommands.AddClientRole(username, Role)], cancellationToken);
            return added[0].Error is not { } error ? true : throw new BrokerRefusalException($"it does not give '{username}' the role '{Role}' ({error})");
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }
}
