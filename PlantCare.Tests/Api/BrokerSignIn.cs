using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api;

/// <summary>A client that tries an account of the broker.</summary>
internal sealed class BrokerSignIn : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    private BrokerSignIn() => _client.ApplicationMessageReceivedAsync += args =>
    {
        Payloads.Enqueue(Encoding.UTF8.GetString(args.ApplicationMessage.Payload));
        Received.Enqueue(args.ApplicationMessage.Topic);
        return Task.CompletedTask;
    };

    /// <summary>The topics of what it heard.</summary>
    public ConcurrentQueue<string> Received { get; } = [];

    /// <summary>What it heard.</summary>
    public ConcurrentQueue<string> Payloads { get; } = [];

    public bool IsConnected => _client.IsConnected;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>A connection; null when the account is refused.</returns>
    public static Task<BrokerSignIn?> TryAsync(int port, string username, string password, Action<MqttClientOptionsBuilder>? configure = null) =>
        TryAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port), username, password, configure);

    /// <param name="builder">Knows the way to the broker.</param>
    /// <param name="username">Who it says it is; null for nobody.</param>
    /// <param name="password">What it shows for that.</param>
    /// <param name="configure">What else it wants.</param>
    /// <returns>A connection; null when the account is refused.</returns>
    public static async Task<BrokerSignIn?> TryAsync(
        MqttClientOptionsBuilder builder, string? username, string? password, Action<MqttClientOptionsBuilder>? configure = null)
    {
        builder.WithProtocolVersion(MqttProtocolVersion.V500);
        if (username is not null || password is not null)
        {
            builder.WithCredentials(username, password);
        }

        configure?.Invoke(builder);
        var signIn = new BrokerSignIn();
        if ((await signIn._client.ConnectAsync(builder.Build(), Cancellation)).ResultCode == MqttClientConnectResultCode.Success)
        {
            return signIn;
        }

        signIn.Dispose();
        return null;
    }

    public static async Task<BrokerSignIn> ConnectAsync(int port, string username, string password, Action<MqttClientOptionsBuilder>? configure = null)
    {
        var signIn = await TryAsync(port, username, password, configure);
        Assert.True(signIn is not null, $"{username} is refused.");
        return signIn;
    }

    public static async Task<bool> IsRefusedAsync(int port, string username, string password)
    {
        using var signIn = await TryAsync(port, username, password);
        return signIn is null;
    }

    public async Task<MqttClientPublishReasonCode> PublishAsync(string topic, bool retain = false, string payload = "{}") => (await _client.PublishAsync(
        new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = Encoding.UTF8.GetBytes(payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = retain,
        },
        Cancellation)).ReasonCode;

    public async Task<MqttClientSubscribeResultCode> SubscribeAsync(string filter) =>
        (await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, Cancellation)).Items.Single().ResultCode;

    public async Task<MqttClientUnsubscribeResultCode> UnsubscribeAsync(string filter) =>
        (await _client.UnsubscribeAsync(filter, Cancellation)).Items.Single().ResultCode;

    public Task DisconnectAsync() => _client.DisconnectAsync(cancellationToken: Cancellation);

    public Task EndedAsync() => Until.TrueAsync(() => Task.FromResult(!_client.IsConnected), Cancellation);

    public void Dispose() => _client.Dispose();
}
