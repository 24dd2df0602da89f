using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Domain.Care;
using PlantCare.Web.Components;
using PlantCare.Web.Live;

namespace PlantCare.Web.Tending;

/// <summary>What is wrong with a plant and not over yet; who may says that they know, or ends it.</summary>
public sealed partial class AlertPanel : ILiveListener, IDisposable
{
    private const int Most = 50;

    // While the stream brings alerts as they begin and end, a look is only for what it might have lost.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenLooksAlone = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _leaving = new();
    private List<AlertResponse> _alerts = [];
    private IDisposable? _listening;
    private Exception? _failure;
    private Guid _read;
    private bool _busy;

    /// <summary>The plant.</summary>
    [Parameter, EditorRequired]
    public required Guid PlantId { get; set; }

    /// <summary>Whether the reader may acknowledge and resolve.</summary>
    [Parameter]
    public bool MayAcknowledge { get; set; }

    /// <summary>Where the plant can be watered by who reads this; null where it cannot.</summary>
    [Parameter]
    public string? WaterHref { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private LiveReadings Live { get; set; } = default!;

    private TimeSpan Every => Live.State == LiveState.Live ? BetweenLooks : BetweenLooksAlone;

    void ILiveListener.OnReading(LatestRow reading)
    {
        // What it brings about comes as an alert.
    }

    void ILiveListener.OnAlert(AlertResponse alert)
    {
        if (alert.PlantId == PlantId)
        {
            _ = InvokeAsync(() => Show(alert));
        }
    }

    void ILiveListener.OnGap() => _ = InvokeAsync(async () =>
    {
        await LoadAsync();
        StateHasChanged();
    });

    void ILiveListener.OnStateChanged() => _ = InvokeAsync(StateHasChanged);

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_read == PlantId)
        {
            return Task.CompletedTask;
        }

        (_read, _alerts) = (PlantId, []);
        return LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _listening = Live.Listen(this);
        }
    }

    private void Show(AlertResponse alert)
    {
        // Where it stands it stays: a line that jumps is a line that is missed.
        var place = _alerts.FindIndex(known => known.Id == alert.Id);
        if (alert.State == AlertState.Resolved)
        {
            _alerts.RemoveAll(known => known.Id == alert.Id);
        }
        else if (place < 0)
        {
            _alerts.Insert(0, alert);
        }
        else
        {
            _alerts[place] = alert;
        }

        StateHasChanged();
    }

    private Task AcknowledgeAsync(AlertResponse alert) => DoAsync(() => Api.Alerts.AcknowledgeAsync(alert.Id, CancellationToken.None));

    private Task ResolveAsync(AlertResponse alert) => DoAsync(() => Api.Alerts.ResolveAsync(alert.Id, CancellationToken.None));

    private async Task DoAsync(Func<Task> deed)
    {
        _busy = true;
        try
        {
            await deed();
            await LoadAsync();
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

    private async Task LoadAsync()
    {
        try
        {
            var open = Api.Alerts.ListAsync(AlertState.Open, PlantId, Most, cursor: null, _leaving.Token);
            var known = Api.Alerts.ListAsync(AlertState.Acknowledged, PlantId, Most, cursor: null, _leaving.Token);
            await Task.WhenAll(open, known);
            _alerts = [.. (await open).Data, .. (await known).Data];
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
