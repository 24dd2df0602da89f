using System.Diagnostics;
using MQTTnet;
using MQTTnet.Packets;

namespace PlantCare.Ingest.Traces;

/// <summary>The trace that a device says its message belongs to: the MQTT 5 user property <c>traceparent</c>, as W3C Trace Context defines it.</summary>
public static class DeviceTrace
{
    private const string Property = "traceparent";

    /// <summary>The device's span; none where it names none that can be read, or nobody collects traces.</summary>
    public static ActivityContext Of(MqttApplicationMessage message)
    {
        if (message.UserProperties is not { Count: > 0 } properties || !IngestTraces.AreCollected)
        {
            return default;
        }

        var property = properties.Find(property => string.Equals(property.Name, Property, StringComparison.Ordinal));
        return property is not null && ActivityContext.TryParse(property.ReadValueAsString(), traceState: null, isRemote: true, out var trace) ? trace : default;
    }
}
