using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Client;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;
using PlantCare.Web.Time;

namespace PlantCare.Web.Administration;

/// <summary>How the system is: versions, sizes, how fast readings come in, who is connected.</summary>
public sealed partial class SystemPage : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _leaving = new();
    private SystemResponse? _system;
    private Exception? _failure;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private static string Whole(long number) => MetricText.Number(number, decimals: 0);

    private async Task LoadAsync()
    {
        try
        {
            _system = await Api.Administration.GetSystemAsync(_leaving.Token);
            _failure = null;
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
}
