using System.Diagnostics.CodeAnalysis;
using PlantCare.Domain.Devices;

namespace PlantCare.Tests.Ingest;

/// <summary>The real directory, whose database is away on request.</summary>
internal sealed class UnreliableDirectory : IDeviceDirectory, IDisposable
{
    private readonly SemaphoreSlim _questions = new(0);
    private IDeviceDirectory _inner = null!;

    /// <summary>The database cannot be asked now.</summary>
    public bool IsAway { get; set; }

    public UnreliableDirectory Around(IDeviceDirectory inner)
    {
        _inner = inner;
        return this;
    }

    /// <summary>Waits until the database was asked so many times.</summary>
    public async Task AskedAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _questions.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public bool TryFind(string deviceId, [NotNullWhen(true)] out DeviceIdentity? device) => _inner.TryFind(deviceId, out device);

    public bool TryAuthenticate(string deviceId, string secret, [NotNullWhen(true)] out DeviceIdentity? device) =>
        _inner.TryAuthenticate(deviceId, secret, out device);

    public Task<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken)
    {
        _questions.Release();
        return IsAway ? throw new IOException("the disk is on fire") : _inner.FindAsync(deviceId, cancellationToken);
    }

    public void Dispose() => _questions.Dispose();
}
