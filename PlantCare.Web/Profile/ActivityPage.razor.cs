using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Audit;
using PlantCare.Contracts.Client;
using PlantCare.Web.Components;
using PlantCare.Web.Time;

namespace PlantCare.Web.Profile;

/// <summary>What happened to the person's own account, the newest first.</summary>
public sealed partial class ActivityPage : IDisposable
{
    private const int PageSize = 25;

    private readonly CancellationTokenSource _leaving = new();
    private List<AuditEntryResponse>? _entries;
    private Exception? _failure;
    private string? _next;

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

    private Task LoadAsync() => ReadAsync(cursor: null);

    private Task MoreAsync() => ReadAsync(_next);

    private async Task ReadAsync(string? cursor)
    {
        try
        {
            var page = await Api.Users.ListAuditAsync(PageSize, cursor, _leaving.Token);
            _entries = cursor is null ? [.. page.Data] : [.. _entries ?? [], .. page.Data];
            _next = page.Next;
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
