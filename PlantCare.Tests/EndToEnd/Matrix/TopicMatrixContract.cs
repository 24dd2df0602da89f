using System.Security.Cryptography;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Devices;
using PlantCare.Tests.Api;
using PlantCare.Tests.Editions;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd.Matrix;

/// <summary>
/// Every kind of client at every topic, publishing and subscribing: the broker answers as <see cref="TopicRules"/> says, and what it refused
/// has reached nobody.
/// </summary>
public abstract class TopicMatrixContract(Edition edition) : IAsyncLifetime
{
    private readonly List<string> _faults = [];
    private ApiCaller _administrator = null!;
    private ApiCaller _owner = null!;
    private ApiCaller _neighbour = null!;
    private PlantResponse _fern = null!;
    private DeviceWithSecretResponse _device = null!;
    private DeviceWithSecretResponse _gateway = null!;
    private DeviceWithSecretResponse _other = null!;
    private (string DeviceId, string Key) _waiting;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private bool IsHome => edition is HomeEditionFixture;

    public async ValueTask InitializeAsync()
    {
        (_administrator, _owner, _neighbour) = (await edition.RegisterAdministratorAsync(), await edition.RegisterAsync(), await edition.RegisterAsync());
        _fern = await _owner.AddPlantAsync("Fern");
        _device = await _owner.AddDeviceAsync(_fern.Id);
        _gateway = await _owner.Client.Devices.CreateAsync(new CreateDeviceRequest(Type: DeviceType.Gateway, PlantId: _fern.Id), Cancellation);
        _other = await _neighbour.AddDeviceAsync((await _neighbour.AddPlantAsync("Neighbour's fern")).Id);
        _waiting = await ImportAsync();
    }

    public ValueTask DisposeAsync()
    {
        _administrator?.Dispose();
        _owner?.Dispose();
        _neighbour?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nobody_connects_but_who_has_an_account_and_its_secret()
    {
        // step 1: accounts that were let in, and are no longer
        var disabled = await _owner.AddDeviceAsync(_fern.Id);
        using (await SignInAsync(disabled.DeviceId, disabled.Secret))
        {
            await _owner.Client.Devices.UpdateAsync(disabled.DeviceId, new UpdateDeviceRequest { Disabled = true }, Cancellation);
        }

        using var gone = await edition.RegisterAsync();
        var theirs = await gone.AddDeviceAsync();
        await _administrator.Client.Administration.UpdateUserAsync(gone.Me.Id, new UpdateAccountRequest { Disabled = true }, Cancellation);
        foreach (var ended in new[] { disabled, theirs })
        {
            await Until.TrueAsync(() => IsRefusedAsync(ended.DeviceId, ended.Secret, isWebSocket: false), Cancellation);
        }

        // step 2: all of them, by both ways
        (string? User, string? Secret)[] refused =
        [
            (null, null), ("", ""), (_device.DeviceId, null), (_device.DeviceId, ""), (_device.DeviceId, _device.Secret + "x"),
            (_device.DeviceId, _device.Secret[..^1]), (_device.DeviceId, _other.Secret), (_device.DeviceId.ToUpperInvariant(), _device.Secret),
            (_device.DeviceId + " ", _device.Secret), (_owner.Credentials.Email, ApiCaller.Password), (_device.DeviceId, _owner.Tokens.AccessToken),
            ("nobodys-device", "nothing"), ("'; DROP TABLE devices; --", "x"), ("plantcare", "plantcare"), ("admin", "admin"),
            (_waiting.DeviceId, _device.Secret), (disabled.DeviceId, disabled.Secret), (theirs.DeviceId, theirs.Secret),
        ];
        foreach (var (user, secret) in refused)
        {
            foreach (var isWebSocket in new[] { false, true })
            {
                if (!await IsRefusedAsync(user, secret, isWebSocket))
                {
                    _faults.Add($"'{user}' with '{secret}' is let in{(isWebSocket ? " by WebSocket" : "")}");
                }
            }
        }

        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        using var device = await SignInAsync(_device.DeviceId, _device.Secret);
        Assert.True(device.IsConnected);
    }

    [Fact]
    public async Task Publish_reaches_whom_the_rules_say_and_nobody_else()
    {
        // step 1: those who would hear of it
        using var other = await SignInAsync(_other.DeviceId, _other.Secret);
        await other.SubscribeAsync($"{Topics.Commands(_other.DeviceId)}/#");
        using var witness = edition.ServiceAccount is { } account ? await SignInAsync(account.User, account.Secret) : null;
        foreach (var filter in witness is null ? [] : new[] { "#", "plantcare/#", "$CONTROL/#" })
        {
            await witness!.SubscribeAsync(filter);
        }

        // step 2: everybody everywhere
        List<string> allowed = [], refused = [];
        foreach (var client in Clients())
        {
            foreach (var rule in TopicRules.Publish)
            {
                var topic = TopicOf(rule, client);
                var mark = $"{client} to {topic}";
                var isAllowed = rule.Allows(client.Sort, IsHome);
                var code = await PublishAsync(client, topic, mark);
                if (isAllowed && code is null)
                {
                    // A broker may end a connection at any time, and a device comes again.
                    code = await PublishAsync(client, topic, mark);
                }

                (isAllowed ? allowed : refused).Add(mark);
                var isRefused = code is null or MqttClientPublishReasonCode.NotAuthorized;
                if (isRefused == isAllowed)
                {
                    _faults.Add($"{mark}: {code}");
                }
            }

            await LeaveWillAsync(client, refused);
        }

        // step 3: the last of what they hear
        using var service = witness is null ? null : await SignInAsync(edition.ServiceAccount!.Value.User, edition.ServiceAccount.Value.Secret);
        await (service?.PublishAsync("plantcare/provision", payload: "the last") ?? Task.FromResult(MqttClientPublishReasonCode.Success));
        await _neighbour.Client.Devices.SendCommandAsync(_other.DeviceId, new CreateCommandRequest("water", Value: false), Cancellation);
        await Until.TrueAsync(() => Task.FromResult(other.Payloads.Any(IsStop) && witness?.Payloads.Contains("the last") != false), Cancellation);

        Heard(other.Payloads.Where(payload => !IsStop(payload)), allowed.Where(mark => mark.StartsWith("the services", StringComparison.Ordinal)), "the other device");
        Heard(witness?.Payloads ?? [], allowed, "the services");
        if (witness is not null)
        {
            _faults.AddRange(allowed.Where(mark => !mark.Contains("$CONTROL", StringComparison.Ordinal) && !witness.Payloads.Any(payload => payload.Contains(mark, StringComparison.Ordinal)))
                .Select(mark => $"{mark} did not arrive"));
        }

        // step 4: what was stored of it
        await Until.TrueAsync(async () => (await NotesAsync(_owner, _device.DeviceId)).Contains($"/{_device.DeviceId}/readings", StringComparison.Ordinal), Cancellation);
        var stored = await NotesAsync(_neighbour, _other.DeviceId) + await NotesAsync(_owner, _device.DeviceId);
        _faults.AddRange(refused.Where(mark => stored.Contains($"\"{mark}\"", StringComparison.Ordinal)).Select(mark => $"{mark} is stored"));
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));

        bool IsStop(string payload) => payload.Contains("\"action\"", StringComparison.Ordinal);

        void Heard(IEnumerable<string> payloads, IEnumerable<string> meant, string who) => _faults.AddRange(payloads
            .SelectMany(payload => refused.Where(mark => payload.Contains($"\"{mark}\"", StringComparison.Ordinal)))
            .Except(meant, StringComparer.Ordinal).Select(mark => $"{mark} reached {who}"));
    }

    [Fact]
    public async Task Subscribe_is_granted_as_the_rules_say_and_brings_nothing_of_others()
    {
        // step 1: everybody to everything
        List<(TopicClient Client, BrokerSignIn SignIn)> listeners = [];
        foreach (var client in Clients())
        {
            var signIn = await client.ConnectAsync();
            listeners.Add((client, signIn));
            foreach (var rule in TopicRules.Subscribe)
            {
                var filter = TopicOf(rule, client);
                var code = await signIn.SubscribeAsync(filter);
                if (code is MqttClientSubscribeResultCode.GrantedQoS0 or MqttClientSubscribeResultCode.GrantedQoS1 != rule.Allows(client.Sort, IsHome))
                {
                    _faults.Add($"{client} to {filter}: {code}");
                }
            }
        }

        // step 2: what others say, and then what is theirs
        using (var other = await SignInAsync(_other.DeviceId, _other.Secret))
        {
            foreach (var topic in new[] { "readings", "status", "commands", "commands/result" })
            {
                await other.PublishAsync($"plantcare/{_other.DeviceId}/{topic}", retain: topic == "status", payload: """{"temperature":20}""");
            }
        }

        await _neighbour.Client.Devices.SendCommandAsync(_other.DeviceId, new CreateCommandRequest("water", Value: false), Cancellation);
        foreach (var device in new[] { _device, _gateway })
        {
            await _owner.Client.Devices.SendCommandAsync(device.DeviceId, new CreateCommandRequest("water", Value: false), Cancellation);
        }

        // step 3: each hears its own commands
        foreach (var (client, signIn) in listeners.Where(listener => listener.Client.Sort != TopicClients.Service))
        {
            var own = Topics.Commands(client.DeviceId);
            if (client.Sort != TopicClients.Waiting)
            {
                // At home a device has one session, which the WebSocket has taken over.
                await Until.TrueAsync(() => Task.FromResult(!signIn.IsConnected || signIn.Received.Contains(own)), Cancellation);
            }

            _faults.AddRange(signIn.Received.Where(topic => topic != own).Select(topic => $"{client} hears {topic}"));
        }

        listeners.ForEach(listener => listener.SignIn.Dispose());
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
    }

    private static string TopicOf(TopicRule rule, TopicClient client) => rule.Topic
        .Replace("{own}", client.DeviceId, StringComparison.Ordinal).Replace("{other}", client.OtherId, StringComparison.Ordinal);

    // Who is refused may find the connection ended before it has read why.
    // Nothing where the connection was ended: Mosquitto 2.0.11 says no and then also does that.
    private static async Task<MqttClientPublishReasonCode?> PublishAsync(TopicClient client, string topic, string mark)
    {
        using var publisher = await client.ConnectAsync();
        try
        {
            return await publisher.PublishAsync(topic, payload: $$"""{"temperature":20,"note":"{{mark}}"}""");
        }
        catch (MqttClientDisconnectedException)
        {
            return null;
        }
    }

    // The last will of a connection is said by the broker when another one takes its place.
    private async Task LeaveWillAsync(TopicClient client, List<string> refused)
    {
        if (client.Sort == TopicClients.Service)
        {
            return;
        }

        foreach (var topic in new[] { Topics.Readings(_other.DeviceId), Topics.Commands(_other.DeviceId), Topics.Status(_other.DeviceId) })
        {
            var mark = $"{client}, by its last will, to {topic}";
            refused.Add(mark);
            using var dying = await client.TryConnectAsync(options => options
                .WithClientId(client.DeviceId).WithWillTopic(topic).WithWillPayload($$"""{"temperature":20,"note":"{{mark}}"}""").WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce));
            using var next = await client.TryConnectAsync(options => options.WithClientId(client.DeviceId));
        }
    }

    private IEnumerable<TopicClient> Clients()
    {
        yield return Of("the device", TopicClients.Device, _device.DeviceId, _device.Secret, isWebSocket: false);
        yield return Of("the device by WebSocket", TopicClients.Device, _device.DeviceId, _device.Secret, isWebSocket: true);
        yield return Of("the gateway", TopicClients.Gateway, _gateway.DeviceId, _gateway.Secret, isWebSocket: false);
        yield return Of("the unclaimed device", TopicClients.Waiting, _waiting.DeviceId, _waiting.Key, isWebSocket: false);
        if (edition.ServiceAccount is { } account)
        {
            yield return Of("the services", TopicClients.Service, account.User, account.Secret, isWebSocket: false) with { DeviceId = _device.DeviceId };
        }

        TopicClient Of(string name, TopicClients sort, string user, string secret, bool isWebSocket) =>
            new(name, sort, user, _other.DeviceId, configure => TryAsync(user, secret, isWebSocket, configure));
    }

    private async Task<bool> IsRefusedAsync(string? user, string? secret, bool isWebSocket)
    {
        using var signIn = await TryAsync(user, secret, isWebSocket);
        return signIn is null;
    }

    private async Task<BrokerSignIn> SignInAsync(string user, string secret) =>
        await TryAsync(user, secret, isWebSocket: false) ?? throw new InvalidOperationException($"{user} is refused.");

    private Task<BrokerSignIn?> TryAsync(string? user, string? secret, bool isWebSocket, Action<MqttClientOptionsBuilder>? configure = null)
    {
        var builder = new MqttClientOptionsBuilder();
        builder = isWebSocket
            ? builder.WithWebSocketServer(server => server.WithUri(edition.WebSocketAddress.ToString()))
            : builder.WithTcpServer("127.0.0.1", edition.BrokerPort);
        return BrokerSignIn.TryAsync(builder, user, secret, configure);
    }

    private static async Task<string> NotesAsync(ApiCaller caller, string deviceId) =>
        await caller.Http.GetStringAsync($"/data?device_id={deviceId}&field=note&limit=1000", Cancellation);

    private async Task<(string DeviceId, string Key)> ImportAsync()
    {
        var (deviceId, key) = ($"factory-{RandomNumberGenerator.GetHexString(12, lowercase: true)}", DeviceSecret.Generate());
        var code = RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTUVWXYZ23456789", 12);
        using var answer = await _administrator.Http.SendJsonAsync(
            HttpMethod.Post, "/admin/factory-devices", $$"""[{"device_id":"{{deviceId}}","key":"{{key}}","code":"{{code}}"}]""");
        answer.EnsureSuccessStatusCode();
        return (deviceId, key);
    }

    /// <summary>One of those who try every topic.</summary>
    private sealed record TopicClient(
        string Name, TopicClients Sort, string DeviceId, string OtherId, Func<Action<MqttClientOptionsBuilder>?, Task<BrokerSignIn?>> TryConnectAsync)
    {
        public async Task<BrokerSignIn> ConnectAsync() =>
            await TryConnectAsync(null) ?? throw new InvalidOperationException($"{Name} is refused.");

        public override string ToString() => Name;
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeTopicMatrixTests(HomeEditionFixture edition) : TopicMatrixContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedTopicMatrixTests(DistributedEditionFixture edition) : TopicMatrixContract(edition);
