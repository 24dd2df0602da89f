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

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
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
            _ = LookAsync(_leaving.Token);
        }
    }

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

    private async Task LookAsync(CancellationToken leaving)
    {
        try
        {
            using var timer = new PeriodicTimer(BetweenLooks, Time);
            while (await timer.WaitForNextTickAsync(leaving))
            {
                await InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
