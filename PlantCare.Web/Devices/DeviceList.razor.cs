using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Web.Components;
using PlantCare.Web.Live;

namespace PlantCare.Web.Devices;

/// <summary>Every device, and how it is.</summary>
public sealed partial class DeviceList : ILiveListener, IDisposable
{
    private const int PageSize = 200;
    private const int MostPages = 10;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _leaving = new();
    private Dictionary<Guid, string> _plants = [];
    private List<DeviceResponse>? _devices;
    private Exception? _failure;
    private IDisposable? _listening;
    private volatile bool _news;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private LiveReadings Live { get; set; } = default!;

    void ILiveListener.OnReading(LatestRow reading) => _news = true;

    void ILiveListener.OnGap() => _news = true;

    void ILiveListener.OnStateChanged() => _news = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening?.Dispose();
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
            _listening = Live.Listen(this);
        }
    }

    private string? PlantOf(DeviceResponse device) => device.PlantId is { } plant ? _plants.GetValueOrDefault(plant) : null;

    private async Task LoadAsync()
    {
        try
        {
            var plants = Api.Plants.ListAsync(PageSize, cancellationToken: _leaving.Token);
            var devices = new List<DeviceResponse>();
            string? cursor = null;
            for (var page = 0; page < MostPages && (page == 0 || cursor is not null); page++)
            {
                var part = await Api.Devices.ListAsync(plantId: null, PageSize, cursor, _leaving.Token);
                devices.AddRange(part.Data);
                cursor = part.Next;
            }

            _plants = (await plants).Data.ToDictionary(plant => plant.Id, plant => plant.Name);
            _devices = devices;
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

    // Readings come by the stream, many a second at times; the list is read again at most every few of them, and only when there is news.
    private async Task LookAsync()
    {
        if (_news)
        {
            _news = false;
            await LoadAsync();
        }
    }
}
