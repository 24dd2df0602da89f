using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Web.Components;
using PlantCare.Web.Live;

namespace PlantCare.Web.Devices;

/// <summary>Waits for a new device's first reading, and says what arrived instead when it could not be kept.</summary>
public sealed partial class FirstReading : ILiveListener, IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(4);

    // Whoever has not got it going in half an hour has left for the workshop; the live stream still tells.
    private const int MostLooks = 450;

    private readonly CancellationTokenSource _leaving = new();
    private IDisposable? _listening;
    private LatestRow? _reading;
    private DeadLetterResponse? _refused;
    private bool _online;
    private int _looks;

    /// <summary>The device, by its name on the wire.</summary>
    [Parameter, EditorRequired]
    public required string DeviceId { get; set; }

    /// <summary>Whether it has a plant that readings can belong to.</summary>
    [Parameter]
    public bool HasPlant { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private LiveReadings Live { get; set; } = default!;

    void ILiveListener.OnReading(LatestRow reading)
    {
        if (reading.DeviceId == DeviceId)
        {
            _ = InvokeAsync(() => Receive(reading));
        }
    }

    void ILiveListener.OnGap()
    {
        // Looking sees it, too.
    }

    void ILiveListener.OnStateChanged()
    {
        // Looking goes on without the stream.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _listening = Live.Listen(this);
        }
    }

    private void Receive(LatestRow reading)
    {
        if (_reading is null)
        {
            _reading = reading;
            StateHasChanged();
        }
    }

    // The stream tells of readings only. Whether the device signed in, and what was refused, takes asking.
    private async Task LookAsync()
    {
        _looks++;
        try
        {
            var device = await Api.Devices.GetAsync(DeviceId, _leaving.Token);
            var letters = await Api.Devices.ListDeadLettersAsync(DeviceId, limit: 1, cursor: null, _leaving.Token);
            _online = device.Status == DeviceStatus.Online;
            _refused = letters.Data is [var letter, ..] ? letter : null;
            if (device.LastSeen is { } seen)
            {
                var rows = await Api.Data.ReadAsync(new DataRequest(DeviceId: DeviceId, From: seen.AddDays(-1), Limit: 20, Descending: true), _leaving.Token);
                if (rows.Data is [var newest, ..])
                {
                    var metrics = rows.Data.Where(row => row.Time == newest.Time).DistinctBy(row => row.Field).ToDictionary(row => row.Field, row => row.Value);
                    Receive(new LatestRow(newest.Time, newest.PlantId, newest.UserId, DeviceId, newest.PlantName, newest.Location, metrics, Times: null));
                }
            }
        }
        catch (Exception exception) when (Failures.IsExpected(exception) && !_leaving.IsCancellationRequested)
        {
            // Api is away for a moment: the next look will tell.
        }
    }
}
