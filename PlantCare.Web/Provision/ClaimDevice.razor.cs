using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;
using PlantCare.Web.Devices;

namespace PlantCare.Web.Provision;

/// <summary>Makes a device from a factory one's own, by the code on its label.</summary>
public sealed partial class ClaimDevice : IDisposable
{
    private const int MostPlants = 200;

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<PlantResponse> _plants = [];
    private IReadOnlyList<string> _problems = [];
    private string _code = "";
    private string _name = "";
    private Guid? _plant;
    private bool _busy;

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
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _plants = (await Api.Plants.ListAsync(MostPlants, cancellationToken: _leaving.Token)).Data;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _problems = Failures.Describe(exception);
        }
    }

    private async Task ClaimAsync()
    {
        if (_busy)
        {
            return;
        }

        // Typed from the label, or what a camera read of it.
        if (!ClaimLabel.TryParse(_code, out var label))
        {
            _problems = [ProvisionWords.CodeBad];
            return;
        }

        _busy = true;
        try
        {
            var name = _name.Trim() is { Length: > 0 } given ? given : null;
            var device = await Api.Devices.ClaimAsync(new ClaimDeviceRequest(label.Code, _plant, name), CancellationToken.None);
            Toasts.Say(ProvisionWords.Claimed(device.Name));
            Navigation.NavigateTo(DeviceAddress.Of(device.DeviceId));
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _problems = exception switch
            {
                ApiException { Status: HttpStatusCode.NotFound } => [ProvisionWords.CodeUnknown],
                ApiException { Status: HttpStatusCode.TooManyRequests } => [ProvisionWords.TooManyCodes],
                _ => Failures.Describe(exception),
            };
        }
        finally
        {
            _busy = false;
        }
    }
}
