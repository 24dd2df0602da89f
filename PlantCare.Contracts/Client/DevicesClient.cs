using PlantCare.Contracts.Devices;

namespace PlantCare.Contracts.Client;

/// <summary>Keeps the caller's devices.</summary>
public sealed class DevicesClient
{
    private readonly ApiConnection _connection;

    internal DevicesClient(ApiConnection connection) => _connection = connection;

    /// <summary>The caller's devices by name on the wire.</summary>
    public Task<Page<DeviceResponse>> ListAsync(
        Guid? plantId = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("devices").Add("plant_id", plantId).Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<DeviceResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>One device.</summary>
    public Task<DeviceResponse> GetAsync(string deviceId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<DeviceResponse>(HttpMethod.Get, Path(deviceId), body: null, cancellationToken);

    /// <summary>Adds a device; the answer holds its secret, this once.</summary>
    public Task<DeviceWithSecretResponse> CreateAsync(CreateDeviceRequest device, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<DeviceWithSecretResponse>(HttpMethod.Post, "devices", device, cancellationToken);

    /// <summary>Changes a device.</summary>
    public Task<DeviceResponse> UpdateAsync(string deviceId, UpdateDeviceRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<DeviceResponse>(HttpMethod.Patch, Path(deviceId), change, cancellationToken);

    /// <summary>Deletes a device; what it measured stays with its plants.</summary>
    public Task DeleteAsync(string deviceId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, Path(deviceId), body: null, cancellationToken);

    /// <summary>Gives a device a new secret; the old one is good until the new one has signed in, 24 hours at most.</summary>
    public Task<DeviceWithSecretResponse> RotateSecretAsync(string deviceId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<DeviceWithSecretResponse>(HttpMethod.Post, Path(deviceId) + "/secret", body: null, cancellationToken);

    /// <summary>Gives a device a new secret; the old one ends at once.</summary>
    public Task<DeviceWithSecretResponse> RotateSecretAtOnceAsync(string deviceId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<DeviceWithSecretResponse>(
            HttpMethod.Post, Path(deviceId) + "/secret", new RotateSecretRequest(KeepPrevious: false), cancellationToken);

    /// <summary>Lets another piece of hardware take a device's place; the old one's secret ends at once.</summary>
    public Task<DeviceWithSecretResponse> ReplaceAsync(string deviceId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<DeviceWithSecretResponse>(HttpMethod.Post, Path(deviceId) + "/replace", body: null, cancellationToken);

    /// <summary>A device's messages that could not be stored, newest first.</summary>
    public Task<Page<DeadLetterResponse>> ListDeadLettersAsync(
        string deviceId, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString(Path(deviceId) + "/dead-letters").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<DeadLetterResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>Tells a device to do something.</summary>
    public Task<CommandResponse> SendCommandAsync(string deviceId, CreateCommandRequest command, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<CommandResponse>(HttpMethod.Post, Path(deviceId) + "/commands", command, cancellationToken);

    /// <summary>What a device was told and what became of it, newest first.</summary>
    public Task<Page<CommandResponse>> ListCommandsAsync(
        string deviceId, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString(Path(deviceId) + "/commands").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<CommandResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>Everything that a gateway speaks for.</summary>
    public Task<SensorsResponse> ListSensorsAsync(string deviceId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<SensorsResponse>(HttpMethod.Get, Path(deviceId) + "/sensors", body: null, cancellationToken);

    /// <summary>Puts a sensor of a gateway into a plant.</summary>
    public Task<AdoptedSensorResponse> AdoptSensorAsync(string deviceId, AdoptSensorRequest sensor, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<AdoptedSensorResponse>(HttpMethod.Post, Path(deviceId) + "/sensors", sensor, cancellationToken);

    /// <summary>Takes a sensor of a gateway out of its plant, or forgets one that has none, until it is heard again.</summary>
    public Task ForgetSensorAsync(string deviceId, string sensor, CancellationToken cancellationToken = default)
    {
        var path = new QueryString(Path(deviceId) + "/sensors").Add("sensor", sensor).ToString();
        return _connection.SendAsync(HttpMethod.Delete, path, body: null, cancellationToken);
    }

    /// <summary>Makes a device from a factory one's own by the code on its label.</summary>
    public Task<DeviceResponse> ClaimAsync(ClaimDeviceRequest claim, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<DeviceResponse>(HttpMethod.Post, "devices/claim", claim, cancellationToken);

    /// <summary>For administrators: the devices that nobody has claimed.</summary>
    public Task<Page<WaitingDeviceResponse>> ListWaitingAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("devices/waiting").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<WaitingDeviceResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>For administrators: makes devices known that left their maker with a key and a label.</summary>
    public Task<ImportResponse> ImportAsync(IReadOnlyList<ImportedDevice> devices, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<ImportResponse>(HttpMethod.Post, "admin/factory-devices", devices, cancellationToken);

    private static string Path(string deviceId) => "devices/" + Uri.EscapeDataString(deviceId);
}
