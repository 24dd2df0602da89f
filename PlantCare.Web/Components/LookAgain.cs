using Microsoft.AspNetCore.Components;

namespace PlantCare.Web.Components;

/// <summary>
/// Looks again and again while its page is open, on the page's own thread and never twice at a time, and draws the page after each look.
/// Shows nothing itself. Only once a circuit is there: a static drawing is looked at once.
/// </summary>
public sealed class LookAgain : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private PeriodicTimer? _timer;

    /// <summary>How long to wait between two looks.</summary>
    [Parameter, EditorRequired]
    public TimeSpan Every { get; set; }

    /// <summary>The look. What it throws goes to the page's error boundary.</summary>
    [Parameter, EditorRequired]
    public EventCallback Look { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _timer?.Dispose();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_timer is not null && _timer.Period != Every)
        {
            _timer.Period = Every;
        }
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _timer = new PeriodicTimer(Every, Time);
            _ = RunAsync(_timer, _leaving.Token);
        }
    }

    private async Task RunAsync(PeriodicTimer timer, CancellationToken leaving)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(leaving))
            {
                await InvokeAsync(Look.InvokeAsync);
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
