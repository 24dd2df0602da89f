using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Plants;
using PlantCare.Web.Components;

namespace PlantCare.Web.Tending;

/// <summary>What was done to a plant and seen of it, the newest first; who may writes it.</summary>
public sealed partial class JournalPanel : IDisposable
{
    private const int PageSize = 10;

    private readonly CancellationTokenSource _leaving = new();
    private JournalInput _input = new();
    private List<JournalEntryResponse>? _entries;
    private string? _next;
    private string? _problem;
    private Exception? _failure;
    private Guid _read;
    private Task _choosing = Task.CompletedTask;
    private int _written;
    private bool _busy;

    /// <summary>The plant.</summary>
    [Parameter, EditorRequired]
    public required Guid PlantId { get; set; }

    /// <summary>Whether the reader may write.</summary>
    [Parameter]
    public bool MayWrite { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

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

        (_read, _entries, _next) = (PlantId, null, null);
        return MoreAsync();
    }

    private Task MoreAsync() => TryAsync(async () =>
    {
        var page = await Api.Plants.ListJournalAsync(PlantId, PageSize, _next, _leaving.Token);
        _entries = [.. _entries ?? [], .. page.Data];
        _next = page.Next;
    });

    private Task ChooseAsync(InputFileChangeEventArgs chosen) => _choosing = ReadAsync(chosen);

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        var file = chosen.FileCount > 0 ? chosen.File : null;
        (_input.Photo, _input.IsPhotoTooLarge) = (null, file?.Size > JournalInput.MaxPhotoBytes);
        if (file is null || _input.IsPhotoTooLarge)
        {
            return;
        }

        try
        {
            await using var stream = file.OpenReadStream(JournalInput.MaxPhotoBytes, _leaving.Token);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, _leaving.Token);
            _input.Photo = copy.ToArray();
        }
        catch (Exception exception) when (exception is OperationCanceledException || Failures.IsExpected(exception))
        {
            // The page was left, or the browser went away.
        }
    }

    private async Task WriteAsync()
    {
        // Who is quick sends the entry while its picture is still on its way.
        await _choosing;
        _problem = _input.Problem;
        _failure = null;
        if (_problem is not null || _busy)
        {
            return;
        }

        await TryAsync(async () =>
        {
            var entry = await Api.Plants.WriteJournalAsync(PlantId, _input.ToRequest(), CancellationToken.None);
            _entries = [entry, .. _entries ?? []];
            _input = new JournalInput { Kind = _input.Kind };

            // A file's field cannot be emptied, only made anew.
            _written++;
        });
    }

    private async Task TryAsync(Func<Task> deed)
    {
        _busy = true;
        try
        {
            await deed();
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
        finally
        {
            _busy = false;
        }
    }
}
