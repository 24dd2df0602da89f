using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PlantCare.Web.Time;

namespace PlantCare.Web.Charts;

/// <summary>A view as an interactive chart, with its drawing, its words and its table.</summary>
public sealed partial class HistoryChart
{
    private ElementReference _ground;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private ChartFeed? _feed;
    private bool _left;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required HistoryView View { get; set; }

    /// <summary>What that is.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The chart is there, and so many px wide.</summary>
    [Parameter]
    public EventCallback<int> OnMeasured { get; set; }

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    [Inject]
    private ILogger<HistoryChart> Logger { get; set; } = default!;

    private string Summary => HistorySummary.Tell(View);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _left = true;
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the chart with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                await DrawAsync();
            }
            else if (_chart is not null && _feed!.Next(View) is { } change)
            {
                await _chart.InvokeVoidAsync("apply", change);
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException || (_left && exception is ObjectDisposedException or OperationCanceledException))
        {
            // The page was left while its chart was being drawn.
        }
        catch (JSException exception)
        {
            // The drawing stays, and shows the same.
            Log.Undrawn(Logger, exception.Message);
        }
    }

    private async Task DrawAsync()
    {
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./history.js");
        _feed = new ChartFeed();
        var chart = await _module.InvokeAsync<IJSObjectReference>("draw", _ground, _feed.Next(View), ChartSpeech.In(Clock.Zone));
        if (_left)
        {
            await chart.DisposeAsync();
            return;
        }

        _chart = chart;
        StateHasChanged();
        await OnMeasured.InvokeAsync(await chart.InvokeAsync<int>("width"));
    }

    // 0 shows all again.
    private async Task ZoomAsync(double factor)
    {
        if (_chart is not null)
        {
            await _chart.InvokeVoidAsync("zoom", factor);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The interactive chart could not be drawn: {Reason}")]
        public static partial void Undrawn(ILogger logger, string reason);
    }
}
