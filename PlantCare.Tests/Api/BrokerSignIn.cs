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
        Received.Enqueue(args.ApplicationMessage.Topic);
        return Task.CompletedTask;
    };

    public ConcurrentQueue<string> Received { get; } = [];

    public bool IsConnected => _client.IsConnected;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>A connection; null when the account is refused.</returns>
    public static async Task<BrokerSignIn?> TryAsync(int port, string username, string password, Action<MqttClientOptionsBuilder>? configure = null)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCredentials(username, password);
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

    public async Task<MqttClientPublishReasonCode> PublishAsync(string topic, bool retain = false) => (await _client.PublishAsync(
        new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = Encoding.UTF8.GetBytes("{}"),
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
