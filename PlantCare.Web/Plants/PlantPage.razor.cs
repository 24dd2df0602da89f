using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Sharing;
using PlantCare.Web.Charts;
using PlantCare.Web.Components;
using PlantCare.Web.Live;
using PlantCare.Web.Overview;
using PlantCare.Web.Session;
using PlantCare.Web.Time;

namespace PlantCare.Web.Plants;

/// <summary>One plant: its values, its history, its care. Metric and range stand in the address.</summary>
public sealed partial class PlantPage : ILiveListener, IDisposable
{
    private static readonly TimeSpan BetweenDraws = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenTicks = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _leaving = new();
    private readonly ReadingInbox _inbox = new();
    private PlantState? _state;
    private HistoryView? _view;
    private IDisposable? _listening;
    private Exception? _failure;
    private DateTimeOffset _mended;
    private string? _said;
    private string? _verdict;
    private int _width = PointBudget.WidthAtFirst;
    private (Guid Id, string? Metric, string? Range)? _asked;

    /// <summary>The plant.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>The metric that the chart shows.</summary>
    [SupplyParameterFromQuery]
    public string? Metric { get; set; }

    /// <summary>How far back the chart reaches.</summary>
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>Where the static drawing of this page left its data.</summary>
    [PersistentState]
    public Guid? Parcel { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private LiveReadings Live { get; set; } = default!;

    [Inject]
    private PageHandover Handover { get; set; } = default!;

    [Inject]
    private CurrentSession Session { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string? CalibrateHref => _state is { Devices: [var device, ..] } state && state.May(PlantRights.Change) ? $"/devices/{Uri.EscapeDataString(device.DeviceId)}#calibrate" : null;

    private string? WaterHref => _state is { Watering.Count: > 0 } state && state.May(PlantRights.Water) ? PlantAddress.Water(Id) : null;

    void ILiveListener.OnReading(LatestRow reading)
    {
        if (reading.PlantId == Id)
        {
            _inbox.Add(reading);
        }
    }

    void ILiveListener.OnOpened() => _ = InvokeAsync(CatchUpAsync);

    void ILiveListener.OnGap() => _inbox.Miss();

    void ILiveListener.OnStateChanged() => _ = InvokeAsync(StateHasChanged);

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
        _inbox.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var asked = (Id, Metric, Range);
        if (_asked == asked)
        {
            return;
        }

        var before = _asked;
        _asked = asked;
        if (before is null)
        {
            await BeginAsync();
        }
        else if (before.Value.Id != Id || _state is null)
        {
            _state = null;
            await LoadAsync();
        }
        else
        {
            await LoadHistoryAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _listening = Live.Listen(this);
            _ = DrawAsync(_leaving.Token);
        }
    }

    private async Task BeginAsync()
    {
        var session = await Session.GetKeyAsync() ?? "";
        if (RendererInfo.IsInteractive && Parcel is { } parcel && Handover.Take<PlantData>(parcel, session) is { } data && data.Plant.Id == Id)
        {
            Show(data);
            return;
        }

        if (await LoadAsync() is { } read)
        {
            Parcel = RendererInfo.IsInteractive ? null : Handover.Leave(session, read);
        }
    }

    private Task<PlantData?> LoadAsync() => TryAsync(async leaving =>
    {
        var data = await PlantData.ReadAsync(Api, Id, Metric, ChartRange.Find(Range), _width, Clock.Now, leaving);
        Show(data);
        return data;
    });

    private Task<HistoryData?> LoadHistoryAsync() => TryAsync(async leaving =>
    {
        var asked = _asked;
        var metric = PlantState.MetricOf(_state!.Values, Metric);
        var data = await HistoryData.ReadAsync(Api, Id, metric, ChartRange.Find(Range), _width, Clock.Now, leaving);
        if (asked == _asked)
        {
            _state.Show(data);
            Redraw();
        }

        return data;
    });

    private Task CatchUpAsync() => TryAsync(async leaving =>
    {
        var latest = await Api.Data.GetLatestAsync(Id, leaving);
        foreach (var row in latest)
        {
            _inbox.Add(row);
        }

        return latest;
    });

    // The chart says how wide it is once it is there; a phone asks for less, a wide screen for more.
    private async Task MeasureAsync(int width)
    {
        _width = width;
        if (_state is not null && PointBudget.Every(_state.Range.Reach, width) != _state.Every)
        {
            await LoadHistoryAsync();
        }
    }

    // What stands on the page stays when a read fails: an old chart with a notice helps more than none.
    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> read)
        where T : class
    {
        try
        {
            var data = await read(_leaving.Token);
            _failure = null;
            return data;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            return null;
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            Navigation.NotFound();
            return null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
            return null;
        }
    }

    private void Show(PlantData data)
    {
        _state = new PlantState(data);
        _verdict = _state.Verdict(Clock.Now).Text;
        _mended = Clock.Now;
        Redraw();
    }

    // Readings are gathered and drawn at most four times a second, however fast they come.
    private async Task DrawAsync(CancellationToken leaving)
    {
        try
        {
            while (!leaving.IsCancellationRequested)
            {
                await _inbox.WaitAsync(leaving);
                var (readings, missed) = _inbox.Take();
                await InvokeAsync(() => TakeInAsync(readings, missed));
                await Task.Delay(BetweenDraws, Time, leaving);
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

    private async Task TakeInAsync(IReadOnlyList<LatestRow> readings, bool missed)
    {
        if (missed || _state is null)
        {
            await LoadAsync();
        }
        else
        {
            foreach (var reading in readings)
            {
                _state.Apply(reading);
            }

            Redraw();
        }

        StateHasChanged();
    }

    // Ages grow and plants fall silent without any news; and once a window is over, Api knows its sums better than we do.
    private async Task TickAsync()
    {
        await MendAsync();
        Redraw();
    }

    private async Task MendAsync()
    {
        var now = Clock.Now;
        if (_state is not { } state || now - _mended < state.Every)
        {
            return;
        }

        await TryAsync(async leaving =>
        {
            var from = PointBudget.Floor(_mended - state.Every, state.Every);
            var rows = await Api.Data.GetAggregatedAsync(new AggregatedRequest(from, now, state.Every, Id, state.Metric), leaving);
            state.Mend(new HistoryData(state.Metric, state.Range, state.Every, rows.Data));
            _mended = now;
            return rows;
        });
    }

    private void Redraw()
    {
        if (_state is null)
        {
            return;
        }

        _view = _state.View(Clock.Now);
        var verdict = _state.Verdict(Clock.Now).Text;
        if (verdict != _verdict)
        {
            _said = OverviewWords.Announce(_state.Plant.Name, verdict);
            _verdict = verdict;
        }
    }
}
