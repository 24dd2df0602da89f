using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Client;
using PlantCare.Domain.Care;
using PlantCare.Web.Components;

namespace PlantCare.Web.Tending;

/// <summary>What is wrong with a plant and not over yet; who may says that they know, or ends it.</summary>
public sealed partial class AlertPanel : IDisposable
{
    private const int Most = 50;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _leaving = new();
    private List<AlertResponse> _alerts = [];
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
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
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
            _ = LookAsync(_leaving.Token);
        }
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

    // Alerts begin and end by themselves.
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
