using System.Net;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Json;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Web.Components;
using PlantCare.Web.Live;
using PlantCare.Web.Session;
using PlantCare.Web.Time;

namespace PlantCare.Web.Devices;

/// <summary>One device: how it is, what it is called, how its probes are calibrated, what was refused.</summary>
public sealed partial class DevicePage : ILiveListener, IDisposable
{
    private const int MostPlants = 200;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<Guid, (double Value, DateTimeOffset Time)> _moisture = [];
    private IReadOnlyList<PlantResponse> _plants = [];
    private IReadOnlyList<CalibrationInput> _probes = [];
    private DeviceResponse? _device;
    private DeviceWithSecretResponse? _renewed;
    private IDisposable? _listening;
    private Exception? _failure;
    private string _name = "";
    private Guid? _plant;
    private Guid _reader;

    /// <summary>The device, by its name on the wire.</summary>
    [Parameter]
    public string DeviceId { get; set; } = "";

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private CurrentSession Session { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    [Inject]
    private LiveReadings Live { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    void ILiveListener.OnReading(LatestRow reading)
    {
        if (reading.DeviceId == DeviceId)
        {
            _ = InvokeAsync(() => Hear(reading));
        }
    }

    void ILiveListener.OnGap()
    {
        // The next look sees how the device is; a count that was missed comes again.
    }

    void ILiveListener.OnStateChanged()
    {
        // Nothing here depends on it.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _listening = Live.Listen(this);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            var found = Api.Devices.GetAsync(DeviceId, _leaving.Token);
            var plants = Api.Plants.ListAsync(MostPlants, cancellationToken: _leaving.Token);
            await Task.WhenAll(found, plants);
            _plants = (await plants).Data;
            _reader = await Session.GetUserAsync();
            Show(await found);
            await ReadCountsAsync();
            _failure = null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            Navigation.NotFound();
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }

    // What the probes said last, plant by plant: a channel's own name is not kept, its plant is.
    private async Task ReadCountsAsync()
    {
        var rows = await Api.Data.ReadAsync(
            new DataRequest(DeviceId: DeviceId, From: Clock.Now.AddDays(-1), Field: KnownMetrics.SoilMoisture.Name, Limit: 50, Descending: true), _leaving.Token);
        foreach (var row in rows.Data)
        {
            if (row.Value.TryGetNumber(out var value))
            {
                _moisture.TryAdd(row.PlantId, (value, row.Time));
            }
        }
    }

    private void Show(DeviceResponse device)
    {
        _device = device;
        _name = device.Name;
        _plant = device.PlantId;
        _probes = CalibrationInput.Of(device.Config);
    }

    private void Hear(LatestRow reading)
    {
        if (reading.Metrics.TryGetValue(KnownMetrics.SoilMoisture.Name, out var moisture) && moisture.TryGetNumber(out var value))
        {
            _moisture[reading.PlantId] = (value, reading.Time);
        }

        if (_device is { } device)
        {
            _device = device with { Status = DeviceStatus.Online, LastSeen = Clock.Now };
        }

        StateHasChanged();
    }

    // Only how the device is: what somebody is writing into the forms stays.
    private async Task LookAsync()
    {
        try
        {
            if (_device is not null)
            {
                var seen = await Api.Devices.GetAsync(DeviceId, _leaving.Token);
                _device = seen with { Name = _device.Name, PlantId = _device.PlantId, Config = _device.Config };
            }
        }
        catch (Exception exception) when (Failures.IsExpected(exception) && !_leaving.IsCancellationRequested)
        {
            // Api is away, or the device was deleted elsewhere: the next deed says so.
        }
    }

    private PlantResponse? PlantOf(DeviceResponse device) => _plants.FirstOrDefault(plant => plant.Id == device.PlantId);

    private (double Value, DateTimeOffset Time)? LastOf(CalibrationInput probe)
    {
        var plant = _device?.Config.Channels?.GetValueOrDefault(probe.Member)?.PlantId ?? _device?.PlantId;
        return plant is { } id && _moisture.TryGetValue(id, out var last) ? last : null;
    }

    private Task SaveAsync() => DoAsync(async () =>
    {
        Show(await Api.Devices.UpdateAsync(DeviceId, new UpdateDeviceRequest { Name = _name.Trim(), PlantId = _plant }, CancellationToken.None));
        Toasts.Say(DeviceWords.Saved);
    });

    private Task CalibrateAsync(CalibrationInput probe, Calibration? calibration) => DoAsync(async () =>
    {
        // The whole config is replaced, so it starts from what it is now: somebody else may have changed it since this page was opened.
        var config = (await Api.Devices.GetAsync(DeviceId, CancellationToken.None)).Config;
        var lines = new Dictionary<string, Calibration>(config.Calibration ?? new Dictionary<string, Calibration>(), StringComparer.Ordinal);
        lines.Remove(probe.Member);
        if (calibration is not null)
        {
            lines[probe.Member] = calibration;
        }

        var change = config with { Calibration = lines.Count == 0 ? null : lines };
        Show(await Api.Devices.UpdateAsync(DeviceId, new UpdateDeviceRequest { Config = new Patch<DeviceConfig?>(change) }, CancellationToken.None));
        Toasts.Say(calibration is null ? DeviceWords.CalibrationRemoved : DeviceWords.CalibrationSaved);
    });

    private async Task RotateAsync()
    {
        if (await Dialogs.ConfirmAsync(DeviceWords.RotateTitle, DeviceWords.RotateMessage, DeviceWords.Rotate))
        {
            await DoAsync(async () => await RenewAsync(Api.Devices.RotateSecretAsync));
        }
    }

    private async Task ReplaceAsync()
    {
        if (await Dialogs.ConfirmAsync(DeviceWords.ReplaceQuestion(_device!.Name), DeviceWords.ReplaceHint, DeviceWords.Replace))
        {
            await DoAsync(async () => await RenewAsync(Api.Devices.ReplaceAsync));
        }
    }

    // Not given up when the page is left: a secret that nobody has seen helps nobody.
    private async Task RenewAsync(Func<string, CancellationToken, Task<DeviceWithSecretResponse>> renew)
    {
        _renewed = await renew(DeviceId, CancellationToken.None);
        _device = _device! with { PreviousSecretUntil = _renewed.PreviousSecretUntil };
    }

    private async Task DisableAsync()
    {
        if (await Dialogs.ConfirmAsync(DeviceWords.DisableQuestion(_device!.Name), DeviceWords.SwitchHint, DeviceWords.Disable))
        {
            await SwitchAsync(disabled: true);
        }
    }

    private Task SwitchAsync(bool disabled) => DoAsync(async () =>
        _device = await Api.Devices.UpdateAsync(DeviceId, new UpdateDeviceRequest { Disabled = disabled }, CancellationToken.None));

    private async Task DeleteAsync()
    {
        var name = _device!.Name;
        if (await Dialogs.ConfirmAsync(DeviceWords.DeleteQuestion(name), DeviceWords.DeleteHint, DeviceWords.Delete, name, DeviceWords.TypeName(name)))
        {
            await DoAsync(async () =>
            {
                await Api.Devices.DeleteAsync(DeviceId, CancellationToken.None);
                Toasts.Say(DeviceWords.Deleted(name));
                Navigation.NavigateTo(DeviceAddress.All);
            });
        }
    }

    private async Task DoAsync(Func<Task> deed)
    {
        try
        {
            await deed();
            _failure = null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }
}
