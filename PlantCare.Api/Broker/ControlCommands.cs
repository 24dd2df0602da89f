using System.Text.Json.Nodes;

namespace PlantCare.Api.Broker;

/// <summary>The commands of Mosquitto's dynamic-security plugin, as far as they are needed.</summary>
internal static class ControlCommands
{
    public static JsonObject GetClient(string username) => new() { ["command"] = "getClient", ["username"] = username };

    public static JsonObject GetRole(string role) => new() { ["command"] = "getRole", ["rolename"] = role };

    public static JsonObject GetDefaultAccess() => new() { ["command"] = "getDefaultACLAccess" };

    public static JsonObject ListClients(int offset, int count) => List("listClients", offset, count);

    public static JsonObject ListRoles(int offset, int count) => List("listRoles", offset, count);

    public static JsonObject CreateRole(string role, IEnumerable<Acl> acls) => Role("createRole", role, acls);

    public static JsonObject ModifyRole(string role, IEnumerable<Acl> acls) => Role("modifyRole", role, acls);

    public static JsonObject DeleteRole(string role) => new() { ["command"] = "deleteRole", ["rolename"] = role };

    public static JsonObject CreateClient(string username, string password, string name, string description, string role) => new()
    {
        ["command"] = "createClient",
        ["username"] = username,
        ["password"] = password,
        ["textname"] = name,
        ["textdescription"] = description,
        ["roles"] = new JsonArray(new JsonObject { ["rolename"] = role }),
    };

    /// <summary>
    /// Gives a client that role and no other, no group, and another password with its description, unless that is null. Ends its connections.
    /// </summary>
    public static JsonObject ModifyClient(string username, string? password, string description, string role)
    {
        var command = new JsonObject
        {
            ["command"] = "modifyClient",
            ["username"] = username,
            ["roles"] = new JsonArray(new JsonObject { ["rolename"] = role }),
            ["groups"] = new JsonArray(),
        };
        if (password is not null)
        {
            // What is written beside it is about the password, and never changes without it.
            command["password"] = password;
            command["textdescription"] = description;
        }

        return command;
    }

    /// <summary>Ends its connections, too.</summary>
    public static JsonObject DeleteClient(string username) => new() { ["command"] = "deleteClient", ["username"] = username };

    /// <summary>Ends its connections, too.</summary>
    public static JsonObject AddClientRole(string username, string role) =>
        new() { ["command"] = "addClientRole", ["username"] = username, ["rolename"] = role };

    private static JsonObject List(string command, int offset, int count) =>
        new() { ["command"] = command, ["verbose"] = true, ["count"] = count, ["offset"] = offset };

    private static JsonObject Role(string command, string role, IEnumerable<Acl> acls) => new()
    {
        ["command"] = command,
        ["rolename"] = role,
        ["acls"] = new JsonArray([.. acls.Select(acl => new JsonObject
        {
            ["acltype"] = acl.AclType,
            ["topic"] = acl.Topic,
            ["priority"] = acl.Priority,
            ["allow"] = acl.Allow,
        })]),
    };
}
