using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MQTTnet.Protocol;
using MQTTnet.Server;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Gateways;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Standalone.Broker;

/// <summary>Who may connect, publish and subscribe: the MQTT part of the contract, and nothing beside it.</summary>
internal sealed class BrokerAccess(IDeviceDirectory directory, FactoryDirectory factory)
{
    /// <summary>A device needs one filter, perhaps two. Each is kept in memory for as long as its session.</summary>
    private const int MaxSubscriptions = 20;

    private static readonly object SubscriptionCount = new();

    // By which secret each device last signed in. A device has one session, and so one of these.
    private readonly ConcurrentDictionary<string, byte[]> _signedInWith = new(StringComparer.Ordinal);

    /// <summary>Whether the secret by which a device signed in is still one of its own.</summary>
    public bool MayStay(string deviceId)
    {
        if (!directory.TryFind(deviceId, out var device))
        {
            _signedInWith.TryRemove(deviceId, out _);
            return factory.IsWaiting(deviceId);
        }

        return _signedInWith.TryGetValue(deviceId, out var hash) && device.Knows(hash);
    }

    public Task ValidateConnectionAsync(ValidatingConnectionEventArgs args)
    {
        if (string.IsNullOrEmpty(args.UserName))
        {
            Refuse(args, MqttConnectReasonCode.BadUserNameOrPassword, "sign in with the device's id and secret");
        }
        else if (!directory.TryAuthenticate(args.UserName, args.Password ?? "", out _) & !factory.TryAuthenticate(args.UserName, args.Password ?? ""))
        {
            Refuse(args, MqttConnectReasonCode.BadUserNameOrPassword, "no such device, or not its secret");
        }
        else
        {
            _signedInWith[args.UserName] = DeviceSecret.Hash(args.Password ?? "");
        }

        return Task.CompletedTask;
    }

    public Task ValidateSubscriptionAsync(InterceptingSubscriptionEventArgs args)
    {
        var count = args.SessionItems[SubscriptionCount] as int? ?? 0;
        var filter = args.TopicFilter.Topic;
        if (IsWaiting(args.ClientId))
        {
            args.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            args.ReasonString = "nobody has claimed the device yet";
            args.ProcessSubscription = false;
        }
        else if (!Topics.MaySubscribe(args.ClientId, filter) && !(IsGateway(args.ClientId) && GatewayTopics.MaySubscribe(args.ClientId, filter)))
        {
            args.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            args.ReasonString = $"subscribe to {Topics.Commands(args.ClientId)}/#";
            args.ProcessSubscription = false;
        }
        else if (count >= MaxSubscriptions)
        {
            args.Response.ReasonCode = MqttSubscribeReasonCode.QuotaExceeded;
            args.ReasonString = $"at most {MaxSubscriptions} subscriptions";
            args.ProcessSubscription = false;
        }
        else
        {
            args.SessionItems[SubscriptionCount] = count + 1;
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether a publish may be handled; if not, the answer says so already.</summary>
    public bool MayPublish(InterceptingPublishEventArgs args)
    {
        // An unknown topic alias arrives as an empty topic.
        if (args.ApplicationMessage.Topic is { Length: > 0 } topic
            && (topic == Topics.Provision || (!IsWaiting(args.ClientId) && MayPublish(args.ClientId, topic))))
        {
            return true;
        }

        args.ProcessPublish = false;
        args.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        args.Response.ReasonString = IsWaiting(args.ClientId)
            ? $"nobody has claimed the device yet; publish to {Topics.Provision}"
            : $"publish below {Topics.Root}{args.ClientId}/";
        return false;
    }

    /// <summary>The nearest that MQTT 5 has to a reason (section 3.4.2.1).</summary>
    public static MqttPubAckReasonCode ReasonCodeOf(RejectionReason reason) => reason switch
    {
        RejectionReason.IdentityMismatch or RejectionReason.UnknownDevice => MqttPubAckReasonCode.NotAuthorized,
        RejectionReason.BadTopic => MqttPubAckReasonCode.TopicNameInvalid,
        RejectionReason.TooLarge or RejectionReason.TooMany => MqttPubAckReasonCode.QuotaExceeded,
        RejectionReason.NoPlant or RejectionReason.StoreRefused => MqttPubAckReasonCode.ImplementationSpecificError,
        _ => MqttPubAckReasonCode.PayloadFormatInvalid,
    };

    /// <summary>The reasons as one line: <c>out_of_range: humidity is 300; possible is 0 to 100 %RH</c>.</summary>
    public static string ReasonStringOf(IntakeResult result)
    {
        var text = new StringBuilder();
        foreach (var rejection in result.Rejections.Take(3))
        {
            text.Append(text.Length == 0 ? "" : "; ")
                .Append(JsonNamingPolicy.SnakeCaseLower.ConvertName(rejection.Reason.ToString()))
                .Append(": ")
                .Append(rejection.Detail);
        }

        return result.Rejections.Count > 3
            ? text.Append(CultureInfo.InvariantCulture, $"; and {result.Rejections.Count - 3} more").ToString()
            : text.ToString();
    }

    private bool MayPublish(string deviceId, string topic) =>
        Topics.MayPublish(deviceId, topic) || (IsGateway(deviceId) && GatewayTopics.MayPublish(topic));

    // It is a device from the moment that it is one for everybody else.
    private bool IsWaiting(string deviceId) => factory.IsWaiting(deviceId) && !directory.TryFind(deviceId, out _);

    // Whoever is connected has its device's name as its client identifier.
    private bool IsGateway(string deviceId) => directory.TryFind(deviceId, out var device) && device.IsGateway;

    private static void Refuse(ValidatingConnectionEventArgs args, MqttConnectReasonCode code, string reason)
    {
        args.ReasonCode = code;
        args.ReasonString = reason;
    }
}
