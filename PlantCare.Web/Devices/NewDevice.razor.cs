using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Devices;
using PlantCare.Web.Components;

namespace PlantCare.Web.Devices;

/// <summary>Adds a device, shows its secret this once, and waits for its first reading.</summary>
public sealed partial class NewDevice : IDisposable
{
    private const int MostPlants = 200;

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<PlantResponse> _plants = [];
    private DeviceWithSecretResponse? _created;
    private Exception? _failure;
    private string? _problem;
    private string _name = "";
    private string _wireName = "";
    private Guid? _plant;
    private bool _isGateway;
    private bool _busy;

    /// <summary>The plant that it is for.</summary>
    [SupplyParameterFromQuery(Name = "plant")]
    public Guid? PlantId { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _plants = DeviceRights.Keeping((await Api.Plants.ListAsync(MostPlants, cancellationToken: _leaving.Token)).Data);
            _plant = _plants.FirstOrDefault(plant => plant.Id == PlantId)?.Id ?? (_plants is [var only] ? only.Id : null);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }

    private async Task CreateAsync()
    {
        var wireName = _wireName.Trim() is { Length: > 0 } written ? written : null;
        _problem = wireName is not null && !DeviceId.IsValid(wireName) ? DeviceWords.WireNameBad : null;
        if (_busy || _problem is not null)
        {
            return;
        }

        _busy = true;
        try
        {
            var name = _name.Trim() is { Length: > 0 } given ? given : null;

            // Not given up when the page is left: a device that was made without showing its secret helps nobody.
            _created = await Api.Devices.CreateAsync(new CreateDeviceRequest(wireName, name, _isGateway ? DeviceType.Gateway : null, PlantId: _plant), CancellationToken.None);
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
}
