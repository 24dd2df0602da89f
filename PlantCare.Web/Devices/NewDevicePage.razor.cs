using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Web.Components;

namespace PlantCare.Web.Devices;

/// <summary>Adds a device, shows its secret this once, and waits with its owner for the first reading.</summary>
public sealed partial class NewDevicePage
{
    private IReadOnlyList<PlantResponse> _plants = [];
    private DeviceWithSecretResponse? _device;
    private IDisposable? _listening;
    private Exception? _failure;
    private Guid? _plantId;
    private string? _name;
    private bool _busy;
    private bool _heard;

    /// <summary>The plant that it is for.</summary>
    [SupplyParameterFromQuery(Name = "plant")]
    public Guid? PlantId { get; set; }

    void Live.ILiveListener.OnReading(LatestRow reading)
    {
        if (reading.DeviceId == _device?.DeviceId && !_heard)
        {
            _heard = true;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    // A reading that came while the stream was broken is found by asking.
    void Live.ILiveListener.OnGap() => _ = InvokeAsync(AskAsync);

    void Live.ILiveListener.OnStateChanged()
    {
        if (Live.State == Web.Live.LiveState.Live)
        {
            _ = InvokeAsync(AskAsync);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listening?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _plantId = PlantId;
        try
        {
            _plants = (await Api.Plants.ListAsync(limit: 1_000)).Data;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _listening = Live.Listen(this);
        }
    }

    private async Task AddAsync()
    {
        _busy = true;
        try
        {
            _device = await Api.Devices.CreateAsync(new CreateDeviceRequest(Name: string.IsNullOrWhiteSpace(_name) ? null : _name, PlantId: _plantId));
            _failure = null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task AskAsync()
    {
        try
        {
            if (_device is { } device && !_heard)
            {
                _heard = (await Api.Devices.GetAsync(device.DeviceId)).LastSeen is not null;
                StateHasChanged();
            }
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            // The next reading will tell.
        }
    }
}
