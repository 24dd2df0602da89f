using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Json;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Devices;

/// <summary>One device: where it is, how it counts, what it sent in vain, and its secret.</summary>
public sealed partial class DevicePage
{
    private const int ShownLetters = 20;
    private const int ShownCharacters = 400;

    private IReadOnlyList<PlantResponse> _plants = [];
    private IReadOnlyList<DeadLetterResponse> _letters = [];
    private DeviceResponse? _device;
    private DeviceWithSecretResponse? _rotated;
    private Exception? _failure;
    private Guid? _plantId;
    private string _name = "";
    private string? _dry;
    private string? _wet;
    private string? _lastCount;
    private string? _fault;
    private string? _said;
    private bool _busy;

    /// <summary>Its name on the wire.</summary>
    [Parameter]
    public required string DeviceId { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private static string Start(string payload) => payload.Length <= ShownCharacters ? payload : payload[..ShownCharacters] + "…";

    private Task LoadAsync() => TryAsync(async () =>
    {
        Show(await Api.Devices.GetAsync(DeviceId));
        _plants = (await Api.Plants.ListAsync(limit: 1_000)).Data;
        _letters = (await Api.Devices.ListDeadLettersAsync(DeviceId, ShownLetters)).Data;
        var newest = await Api.Data.ReadAsync(
            new DataRequest(DeviceId: DeviceId, From: Clock.Now.AddDays(-1), Field: KnownMetrics.SoilMoisture.Name, Limit: 1, Descending: true));
        _lastCount = newest.Data is [var row] && MetricText.IsRaw(row.Field, row.Value) ? MetricText.Number(row.Value.Number, 0) : null;
    });

    private void Show(DeviceResponse device)
    {
        _device = device;
        (_name, _plantId) = (device.Name, device.PlantId);
        var line = device.Config.Calibration?.GetValueOrDefault(KnownMetrics.SoilMoisture.Name);
        _dry = line?.Dry.ToString(CultureInfo.InvariantCulture);
        _wet = line?.Wet.ToString(CultureInfo.InvariantCulture);
    }

    private async Task SaveAsync()
    {
        // step 1: what is typed
        _said = null;
        _fault = string.IsNullOrWhiteSpace(_name) ? DeviceWords.NameMissing : null;
        if (!TryCalibrate(out var calibration))
        {
            _fault = DeviceWords.CalibrationFault;
        }

        if (_fault is not null)
        {
            return;
        }

        // step 2: keep it, with whatever else its settings hold
        _busy = true;
        var config = _device!.Config with { Calibration = calibration };
        await TryAsync(async () =>
        {
            Show(await Api.Devices.UpdateAsync(DeviceId, new UpdateDeviceRequest
            {
                Name = _name,
                PlantId = _plantId,
                Config = new Patch<DeviceConfig?>(config),
            }));
            _said = DeviceWords.Saved;
        });
        _busy = false;
    }

    private bool TryCalibrate(out Dictionary<string, Calibration>? calibration)
    {
        calibration = _device?.Config.Calibration is { } known ? new(known, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        calibration.Remove(KnownMetrics.SoilMoisture.Name);
        if (string.IsNullOrWhiteSpace(_dry) && string.IsNullOrWhiteSpace(_wet))
        {
            calibration = calibration.Count == 0 ? null : calibration;
            return true;
        }

        if (double.TryParse(_dry, CultureInfo.InvariantCulture, out var dry)
            && double.TryParse(_wet, CultureInfo.InvariantCulture, out var wet)
            && new Calibration(dry, wet) is { IsUsable: true } line)
        {
            calibration[KnownMetrics.SoilMoisture.Name] = line;
            return true;
        }

        return false;
    }

    private async Task RotateAsync()
    {
        if (await ConfirmAsync(DeviceWords.Rotate, DeviceWords.RotateHint))
        {
            await TryAsync(async () => _rotated = await Api.Devices.RotateSecretAsync(DeviceId));
        }
    }

    private async Task DeleteAsync()
    {
        if (await ConfirmAsync(DeviceWords.Delete, DeviceWords.DeleteHint))
        {
            await TryAsync(async () =>
            {
                await Api.Devices.DeleteAsync(DeviceId);
                Navigation.NavigateTo("/devices");
            });
        }
    }

    private async Task<bool> ConfirmAsync(string action, string message)
    {
        var question = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Title, action },
            { dialog => dialog.Message, message },
            { dialog => dialog.Action, action },
            { dialog => dialog.Dangerous, true },
        };
        var answer = await Dialogs.ShowAsync<ConfirmDialog>(null, question);
        return await answer.Result is { Canceled: false };
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            _failure = null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }
}
