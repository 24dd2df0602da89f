using System.Text.Json;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Client;
using PlantCare.Web.Components;

namespace PlantCare.Web.Administration;

/// <summary>Messages of anybody's devices that could not be stored, with what was sent and why it was refused.</summary>
public sealed partial class DeadLetterPage : IDisposable
{
    private const int PageSize = 25;

    private readonly CancellationTokenSource _leaving = new();
    private List<AnyDeadLetterResponse>? _letters;
    private Exception? _failure;
    private string _device = "";
    private string _reason = "";
    private string? _next;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

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
            var page = await Api.Administration.ListDeadLettersAsync(Written(_device), OnTheWire(_reason), PageSize, cursor, _leaving.Token);
            _letters = cursor is null ? [.. page.Data] : [.. _letters ?? [], .. page.Data];
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

    private static string? OnTheWire(string reason) => reason.Length == 0 ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(reason);

    private static string? Written(string text) => text.Trim() is { Length: > 0 } written ? written : null;
}
