namespace PlantCare.Tests.EndToEnd.Matrix;

/// <summary>What a client is to the broker.</summary>
[Flags]
internal enum TopicClients
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>A device.</summary>
    Device = 1,

    /// <summary>A device that speaks for others.</summary>
    Gateway = 2,

    /// <summary>A device that nobody has claimed.</summary>
    Waiting = 4,

    /// <summary>The services' own account, which Mosquitto has.</summary>
    Service = 8,
}

/// <summary>Who may use a topic, or a filter.</summary>
/// <param name="Topic"><c>{own}</c> is the client's own name, <c>{other}</c> a device's that it has nothing to do with.</param>
/// <param name="Allowed">Who may.</param>
internal sealed record TopicRule(string Topic, TopicClients Allowed)
{
    /// <summary>Who may at the home edition's broker, where that differs.</summary>
    public TopicClients? AtHome { get; init; }

    public bool Allows(TopicClients client, bool isHome) => ((isHome ? AtHome ?? Allowed : Allowed) & client) == client;
}

/// <summary>Who may publish where and subscribe to what: the tables that both brokers are held to.</summary>
internal static class TopicRules
{
    private const TopicClients Devices = TopicClients.Device | TopicClients.Gateway;
    private const TopicClients Service = TopicClients.Service;
    private const string Event = "plantcare-live/events/01890000-0000-7000-8000-00000000dead";

    public static readonly TopicRule[] Publish =
    [
        // Its own.
        new("plantcare/{own}/readings", Devices | Service),
        new("plantcare/{own}/status", Devices | Service),
        new("plantcare/{own}/commands", Devices | Service),
        new("plantcare/{own}/commands/result", Devices | Service),
        new("plantcare/{own}/zigbee2mqtt/pot", Devices | Service),

        // Where devices announce themselves that are nobody's; at home it is heard and passed over of any other.
        new("plantcare/provision", TopicClients.Waiting | Service) { AtHome = TopicClients.Waiting | Devices },

        // Where systems publish that gateways speak for; at home, where it is known whose they are.
        new("zigbee2mqtt/pot", TopicClients.None) { AtHome = TopicClients.Gateway },

        // Another's.
        new("plantcare/{other}/readings", Service),
        new("plantcare/{other}/status", Service),
        new("plantcare/{other}/commands", Service),
        new("plantcare/{other}/commands/result", Service),
        new("plantcare/{other}/zigbee2mqtt/pot", Service),

        // Nobody's, and what only looks like one's own.
        new("plantcare/readings", Service),

        // Mosquitto has what is below a topic begin with the topic itself; nobody listens there.
        new("plantcare/{own}", Devices | Service) { AtHome = TopicClients.None },
        new("plantcare/{own}-2/readings", Service),
        new("plantcare//readings", Service),
        new("plantcare", Service),
        new("PLANTCARE/{own}/readings", TopicClients.None),
        new("/plantcare/{own}/readings", TopicClients.None),
        new("{own}/readings", TopicClients.None),
        new("elsewhere", TopicClients.None),

        // The services' own, and the broker's.
        new("plantcare-live/watch/{own}", Service),
        new(Event, Service),
        new("$SYS/broker/uptime", TopicClients.None),
        new("$SYS/broker/plantcare/{own}/readings", TopicClients.None),
        new("$CONTROL/dynamic-security/v1", Service),
        new("$share/group/plantcare/{own}/readings", TopicClients.None),
    ];

    public static readonly TopicRule[] Subscribe =
    [
        // Its own commands; to a gateway all that is its own, where it hears commands alone.
        new("plantcare/{own}/commands", Devices | Service),
        new("plantcare/{own}/commands/#", Devices | Service),
        new("plantcare/{own}/commands/result", Devices | Service),
        new("plantcare/{own}/#", TopicClients.Gateway | Service),
        new("plantcare/{own}/+", TopicClients.Gateway | Service),
        new("plantcare/{own}/readings", TopicClients.Gateway | Service),
        new("zigbee2mqtt/#", Service) { AtHome = TopicClients.Gateway },
        new("plantcare/provision", Service),

        // Another's.
        new("plantcare/{other}/commands", Service),
        new("plantcare/{other}/commands/#", Service),
        new("plantcare/{other}/readings", Service),
        new("plantcare/{other}/status", Service),
        new("plantcare/{other}/#", Service),

        // Everybody's.
        new("#", Service),
        new("+", Service),

        // Nothing of ours begins with a slash; a gateway's own system may.
        new("/#", Service) { AtHome = TopicClients.Gateway },
        new("+/#", Service),
        new("+/+/#", Service),
        new("+/+/+", Service),
        new("+/+/commands", Service),
        new("+/{own}/commands", Service),
        new("plantcare/#", Service),
        new("plantcare/+/#", Service),
        new("plantcare/+/commands", Service),
        new("plantcare/+/commands/#", Service),
        new("plantcare/+/readings", Service),
        new("plantcare/+/status", Service),
        new("homeassistant/#", Service),

        // A share of another's, or of one's own: who takes part in a group takes from the others in it.
        new("$share/group/plantcare/{own}/commands", Service),
        new("$share/group/plantcare/+/readings", Service),
        new("$share/plantcare-ingest/plantcare/+/readings", Service),
        new("$share/group/plantcare-live/events/+", Service),
        new("$share/group/#", Service),
        new("$share/group/$SYS/#", Service),

        // The services' own, and the broker's.
        new("plantcare-live/#", Service),
        new("plantcare-live/watch/+", Service),
        new(Event, Service),
        new("$SYS/#", Service),
        new("$SYS/broker/clients/total", Service),
        new("$CONTROL/#", Service),
        new("$CONTROL/dynamic-security/v1/response", Service),
    ];
}
