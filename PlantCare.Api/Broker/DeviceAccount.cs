using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Devices;

namespace PlantCare.Api.Broker;

/// <summary>What a device's account on the broker must be, and which commands make it so.</summary>
internal static class DeviceAccount
{
    /// <summary>What is written beside a device's account, before the fingerprint of its secret.</summary>
    public const string SecretLabel = Label + "; secret ";

    private const string RolePrefix = "device:";
    private const string Label = "PlantCare device";
    private const int FingerprintBytes = 16;

    private static readonly Acl Announce = new("publishClientSend", Topics.Provision);
    private static readonly Acl ReceiveNothing = new("publishClientReceive", "#", Allow: false, Priority: -1);

    /// <summary>The role that a device has for itself.</summary>
    public static string RoleOf(string deviceId) => RolePrefix + deviceId;

    /// <summary>Whether it is a device's role; then whose.</summary>
    public static bool IsRole(string role, out string deviceId)
    {
        deviceId = role.StartsWith(RolePrefix, StringComparison.Ordinal) ? role[RolePrefix.Length..] : "";
        return DeviceId.IsValid(deviceId);
    }

    /// <summary>Whether an account is a device's. A person's may have any name, also one that a device could have.</summary>
    public static bool IsDevice(BrokerClient client) =>
        client.TextDescription?.StartsWith(Label, StringComparison.Ordinal) == true
        || client.Roles?.Contains(new RoleName(RoleOf(client.Username))) == true;

    /// <summary>
    /// What a device may do. The last entry is for a broker that delivers by default whatever reaches a session, however it came by it; by it a
    /// gateway hears no more than another device. But systems that gather sensors subscribe to topics of their own, and some end when that is
    /// refused.
    /// </summary>
    public static IReadOnlyList<Acl> Acls(DeviceCredential device) => device.IsWaiting ? [Announce, ReceiveNothing] :
    [
        new("publishClientSend", $"plantcare/{device.DeviceId}/#"),
        new("publishClientReceive", $"plantcare/{device.DeviceId}/commands/#"),
        new("subscribePattern", Subscriptions(device)),
        new("unsubscribePattern", Subscriptions(device)),
        .. device.MayAnnounce ? [Announce] : (Acl[])[],
        ReceiveNothing,
    ];

    /// <summary>By it another secret is seen, and the secret itself is not.</summary>
    public static string FingerprintOf(byte[] secretHash) => Convert.ToHexStringLower(SHA256.HashData(secretHash).AsSpan(0, FingerprintBytes));

    /// <summary>How the account becomes what it must be.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="device">What the database says; null when there is no such device.</param>
    /// <param name="client">The broker's account of that name; null for none.</param>
    /// <param name="role">The broker's role for it; null for none.</param>
    public static Mending Mend(string deviceId, DeviceCredential? device, BrokerClient? client, BrokerRole? role)
    {
        if (client is not null && !IsDevice(client))
        {
            return new Mending([], device is null ? null : "another account of the broker has its name; give the device another one");
        }

        // The broker has a secret that counts, or can be told one. An account with one that counts no longer must not stay.
        var turn = SecretTurn.Parse(client?.TextDescription);
        var isTold = device is not null && turn is not null && IsGood(device, turn.Fingerprint);
        var (told, secret) = isTold ? (turn!, null) : FirstOf(device);
        if (!isTold && secret is null)
        {
            return new Mending(
                [.. Removal(deviceId, client, role)],
                device is null ? null : "its secret was made without a broker, or with keys that are lost; make a new one");
        }

        return new Mending([.. RoleCommands(device!, role), .. ClientCommands(deviceId, told!.ToString(), secret, client)], Obstacle: null);
    }

    // While there are two, turns begin with the old one, which is the one that the device has.
    private static (SecretTurn? Turn, string? Secret) FirstOf(DeviceCredential? device)
    {
        if (device?.Previous is { } previous && previous.Reveal() is { } old)
        {
            return (new SecretTurn(FingerprintOf(previous.Hash)), old);
        }

        return device is null ? (null, null) : (new SecretTurn(FingerprintOf(device.SecretHash)), device.Reveal());
    }

    private static bool IsGood(DeviceCredential device, string fingerprint) =>
        fingerprint == FingerprintOf(device.SecretHash) || (device.Previous is { } previous && fingerprint == FingerprintOf(previous.Hash));

    private static string Subscriptions(DeviceCredential device) =>
        device.IsGateway ? $"plantcare/{device.DeviceId}/#" : $"plantcare/{device.DeviceId}/commands/#";

    private static IEnumerable<JsonObject> Removal(string deviceId, BrokerClient? client, BrokerRole? role)
    {
        if (client is not null)
        {
            yield return ControlCommands.DeleteClient(deviceId);
        }

        if (role is not null)
        {
            yield return ControlCommands.DeleteRole(RoleOf(deviceId));
        }
    }

    private static IEnumerable<JsonObject> RoleCommands(DeviceCredential device, BrokerRole? role)
    {
        var (deviceId, acls) = (device.DeviceId, Acls(device));
        if (role is null)
        {
            yield return ControlCommands.CreateRole(RoleOf(deviceId), acls);
        }
        else if (!acls.ToHashSet().SetEquals(role.Acls ?? []))
        {
            yield return ControlCommands.ModifyRole(RoleOf(deviceId), acls);
        }
    }

    private static IEnumerable<JsonObject> ClientCommands(string deviceId, string description, string? secret, BrokerClient? client)
    {
        if (client is null)
        {
            yield return ControlCommands.CreateClient(deviceId, secret!, Label, description, RoleOf(deviceId));
        }
        else if (secret is not null || client.Roles is not [var only] || only.Name != RoleOf(deviceId) || client.Groups is { Count: > 0 })
        {
            yield return ControlCommands.ModifyClient(deviceId, secret, description, RoleOf(deviceId));
        }
    }
}

/// <summary>What an account lacks.</summary>
/// <param name="Commands">They mend it; none when nothing can or has to be done.</param>
/// <param name="Obstacle">Why the device cannot have an account; null when it can.</param>
internal sealed record Mending(IReadOnlyList<JsonObject> Commands, string? Obstacle);
