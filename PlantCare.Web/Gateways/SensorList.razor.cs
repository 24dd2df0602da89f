using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;

namespace PlantCare.Web.Gateways;

/// <summary>The sensors that a gateway speaks for: those that it hears and nobody has put into a plant, and those that are in one.</summary>
public sealed partial class SensorList : IDisposable
{
    private const int MostPlants = 200;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<PlantResponse> _plants = [];
    private DeviceResponse? _gateway;
    private SensorsResponse? _sensors;
    private Exception? _failure;

    /// <summary>The gateway, by its name on the wire.</summary>
    [Parameter]
    public string DeviceId { get; set; } = "";

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            var gateway = Api.Devices.GetAsync(DeviceId, _leaving.Token);
            var plants = Api.Plants.ListAsync(MostPlants, cancellationToken: _leaving.Token);
            await Task.WhenAll(gateway, plants);
            (_gateway, _plants) = (await gateway, (await plants).Data);
            _sensors = await Api.Devices.ListSensorsAsync(DeviceId, _leaving.Token);
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

    // What a gateway hears comes by no stream.
    private async Task LookAsync()
    {
        try
        {
            if (_sensors is not null)
            {
                _sensors = await Api.Devices.ListSensorsAsync(DeviceId, _leaving.Token);
            }
        }
        catch (Exception exception) when (Failures.IsExpected(exception) && !_leaving.IsCancellationRequested)
        {
            // Api is away: the next deed says so.
        }
    }

    private Task AdoptAsync(string sensor, Guid plant) => DoAsync(async () =>
    {
        var adopted = await Api.Devices.AdoptSensorAsync(DeviceId, new AdoptSensorRequest(sensor, plant), CancellationToken.None);
        Toasts.Say(GatewayWords.Adopted(adopted.Sensor, adopted.PlantName ?? ""));
    });

    private Task ReleaseAsync(string sensor) => DoAsync(async () =>
    {
        await Api.Devices.ForgetSensorAsync(DeviceId, sensor, CancellationToken.None);
        Toasts.Say(GatewayWords.Released(sensor));
    });

    private Task ForgetAsync(string sensor) => DoAsync(() => Api.Devices.ForgetSensorAsync(DeviceId, sensor, CancellationToken.None));

    private async Task DoAsync(Func<Task> deed)
    {
        try
        {
            await deed();
            _sensors = await Api.Devices.ListSensorsAsync(DeviceId, CancellationToken.None);
            _failure = null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }
}
