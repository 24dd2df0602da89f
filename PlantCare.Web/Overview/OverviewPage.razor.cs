using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Places;
using PlantCare.Web.Components;
using PlantCare.Web.Live;
using PlantCare.Web.Places;
using PlantCare.Web.Session;
using PlantCare.Web.Time;

namespace PlantCare.Web.Overview;

/// <summary>Every plant at a glance, live; who needs somebody comes first.</summary>
public sealed partial class OverviewPage : ILiveListener, IDisposable
{
    /// <summary>From more plants than this on there is a search field.</summary>
    private const int SearchFrom = 8;

    private const int TicksBetweenAlerts = 4;

    private static readonly TimeSpan BetweenDraws = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenTicks = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _leaving = new();
    private readonly PlantBoard _board = new();
    private readonly ReadingInbox _inbox = new();
    private IReadOnlyList<PlantCardModel> _here = [];
    private IReadOnlyList<PlantCardModel> _shown = [];
    private IReadOnlyList<PlaceResponse> _places = [];
    private IDisposable? _listening;
    private Exception? _failure;
    private bool _loading = true;
    private string? _place;
    private string? _kept;
    private string _search = "";
    private string? _said;
    private long _minute;

    /// <summary>The plants to show from now on: see <see cref="PlaceChoice.Place"/>. Null for those that were shown last.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

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
    private PlaceChoice Choice { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string LiveText => Live.State switch
    {
        LiveState.Live => OverviewWords.Live,
        LiveState.Interrupted => OverviewWords.Interrupted,
        _ => OverviewWords.Connecting,
    };

    private IReadOnlyList<(string Title, IReadOnlyList<PlantCardModel> Cards)> Groups
    {
        get
        {
            PlantCardModel[] urgent = [.. _shown.Where(card => card.Verdict.NeedsAttention)];
            PlantCardModel[] fine = [.. _shown.Where(card => !card.Verdict.NeedsAttention)];
            return (urgent, fine) switch
            {
                ([], []) => [],
                ([], _) => [(OverviewWords.Title, fine)],
                (_, []) => [(OverviewWords.Title, urgent)],
                _ => [(OverviewWords.NeedAttention, urgent), (OverviewWords.TheOthers, fine)],
            };
        }
    }

    void ILiveListener.OnReading(LatestRow reading) => _inbox.Add(reading);

    void ILiveListener.OnAlert(AlertResponse alert) => _ = InvokeAsync(() =>
    {
        _board.Apply(alert);
        Redraw(all: false);
    });

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
    protected override async Task OnInitializedAsync()
    {
        _kept = Choice.Place;
        var session = await Session.GetKeyAsync() ?? "";
        if (RendererInfo.IsInteractive && Parcel is { } parcel && Handover.Take<OverviewData>(parcel, session) is { } data)
        {
            Show(data);
            return;
        }

        if (await LoadAsync() is { } read && !RendererInfo.IsInteractive)
        {
            Parcel = Handover.Leave(session, read);
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Place is not null)
        {
            Choice.Use(Place);
        }

        Filter();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _listening = Live.Listen(this);
            _ = DrawAsync(_leaving.Token);
        }

        if (_kept != Choice.Place)
        {
            _kept = Choice.Place;
            await Script.InvokeVoidAsync("plantcare.place.keep", _leaving.Token, _kept ?? "");
        }
    }

    private async Task<OverviewData?> LoadAsync()
    {
        try
        {
            var data = await OverviewData.ReadAsync(Api, Clock.Now, _leaving.Token);
            Show(data);
            return data;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            // What is on the page stays: an hour-old board with a notice helps more than an empty one.
            _failure = exception;
            _loading = false;
            return null;
        }
    }

    private async Task CatchUpAsync()
    {
        try
        {
            var latest = await Api.Data.GetLatestAsync(plantId: null, _leaving.Token);
            if (_loading)
            {
                // What is being read may be from before.
                _inbox.Miss();
                return;
            }

            foreach (var row in latest)
            {
                // Archived plants have latest values, too, and are not on the board.
                _board.Apply(row);
            }

            Redraw(all: false);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            // The stream brings each plant's next reading.
        }
    }

    private void Show(OverviewData data)
    {
        _board.Load(data, Clock.Now);
        _places = data.Places;
        _failure = null;
        _loading = false;
        Filter();
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
        foreach (var reading in readings)
        {
            // A plant that is not here yet was added elsewhere.
            missed |= !_board.Apply(reading);
        }

        if (missed)
        {
            await LoadAsync();
        }

        Redraw(all: false);
    }

    // Ages grow and plants fall silent without any news.
    private async Task TickAsync()
    {
        _minute++;

        // The stream brings alerts; now and then they are asked for all the same, for what it might have lost.
        if (Live.State != LiveState.Live || _minute % TicksBetweenAlerts == 0)
        {
            await LoadAlertsAsync();
        }

        Redraw(all: true);
    }

    private async Task LoadAlertsAsync()
    {
        try
        {
            _board.Show(await OverviewData.ReadAlertsAsync(Api, _leaving.Token));
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            // The readings say how the plants are; alerts are asked for again in half a minute.
        }
    }

    private void Redraw(bool all)
    {
        var turned = _board.Refresh(Clock.Now, all);
        if (turned.Count > 0)
        {
            _said = string.Join("; ", turned.Take(3).Select(card => OverviewWords.Announce(card.Plant.Name, card.Verdict.Text)));
        }

        Filter();
        StateHasChanged();
    }

    private void Search(ChangeEventArgs input)
    {
        _search = input.Value as string ?? "";
        Filter();
    }

    private void ClearSearch()
    {
        _search = "";
        ChoosePlace(null);
    }

    private void ChoosePlace(string? place)
    {
        Choice.Use(place);
        Filter();
        Navigation.NavigateTo(place is null ? "/" : $"/?place={Uri.EscapeDataString(place)}");
    }

    // Two customers may both have a basil: whose it is stands on it.
    private string? PlaceOf(PlantCardModel card) =>
        card.Plant.Role is not null && _places.FirstOrDefault(known => known.Id == card.Plant.PlaceId) is { Owner: { } owner } place
            ? PlaceWords.Of(place.Name, owner)
            : null;

    private void Filter()
    {
        _place = PlaceFilter.Known(Choice.Place, _places, _board.Cards);
        _here = PlaceFilter.Find(_board.Cards, _place);
        _shown = PlantSearch.Find(_here, _search);
    }
}
