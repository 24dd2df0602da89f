using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Species;
using PlantCare.Web.Components;

namespace PlantCare.Web.Plants;

/// <summary>
/// A text field that knows the catalogue: a combobox as the ARIA Authoring Practices describe it (list autocomplete with manual
/// selection). What it does not know may be written all the same.
/// </summary>
public sealed partial class SpeciesPicker : IAsyncDisposable
{
    private const int Most = 8;
    private const CompareOptions Loose = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(160);

    private ElementReference _input;
    private IJSObjectReference? _module;
    private CancellationTokenSource _asking = new();
    private IReadOnlyList<SpeciesResponse> _found = [];
    private int _active = -1;
    private bool _open;
    private bool _failed;
    private bool _unknown;
    private string? _resolved;

    /// <summary>What is written.</summary>
    [Parameter]
    public string Text { get; set; } = "";

    /// <summary>Something else was written.</summary>
    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    /// <summary>A species was chosen, or written in full; null when what is written is none of the catalogue's.</summary>
    [Parameter]
    public EventCallback<SpeciesResponse?> OnChosen { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private bool IsOpen => _open && _found.Count > 0;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _asking.CancelAsync();
        _asking.Dispose();
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            // While the list is open, Enter chooses and arrows move within it; the browser has to know before the circuit does.
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "./combobox.js");
            await _module.InvokeVoidAsync("attach", _input);
            await ResolveAsync();
            StateHasChanged();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }

    // The catalogue's names come in several languages, the English ones first: the one that is being written is the one to show.
    private string NameOf(SpeciesResponse species) =>
        species.CommonNames.FirstOrDefault(name => CultureInfo.InvariantCulture.CompareInfo.IsPrefix(name, Text.Trim(), Loose))
        ?? species.CommonNames.FirstOrDefault(name => CultureInfo.InvariantCulture.CompareInfo.IndexOf(name, Text.Trim(), Loose) >= 0)
        ?? species.CommonNames[0];

    private async Task InputAsync(ChangeEventArgs input)
    {
        var text = input.Value as string ?? "";
        await TextChanged.InvokeAsync(text);
        _unknown = false;
        await _asking.CancelAsync();
        _asking.Dispose();
        _asking = new CancellationTokenSource();
        if (text.Trim().Length == 0)
        {
            (_found, _open) = ([], false);
            await SayAsync(null, "");
            return;
        }

        if (await SearchAsync(text, Pause, _asking.Token) is { } found)
        {
            (_found, _active, _open) = (found, -1, true);
        }
    }

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when _found.Count > 0:
                (_open, _active) = (true, (_active + 1) % _found.Count);
                break;
            case "ArrowUp" when IsOpen:
                _active = _active <= 0 ? _found.Count - 1 : _active - 1;
                break;
            case "Enter" when IsOpen && _active >= 0:
                await ChooseAsync(_found[_active]);
                break;
            case "Escape":
                (_open, _active) = (false, -1);
                break;
        }
    }

    private async Task ChooseAsync(SpeciesResponse species)
    {
        (_open, _active, _unknown) = (false, -1, false);
        Text = NameOf(species);
        await TextChanged.InvokeAsync(Text);
        await SayAsync(species, Text);
    }

    private async Task LeaveAsync()
    {
        (_open, _active) = (false, -1);
        await ResolveAsync();
    }

    // Whoever writes a name in full need not choose it from a list.
    private async Task ResolveAsync()
    {
        var text = Text.Trim();
        if (text.Length == 0 || text == _resolved || await SearchAsync(text, TimeSpan.Zero, _asking.Token) is not { } found)
        {
            return;
        }

        var species = found.FirstOrDefault(one => one.CommonNames.Append(one.ScientificName).Contains(text, StringComparer.OrdinalIgnoreCase));
        _unknown = species is null;
        await SayAsync(species, text);
    }

    private Task SayAsync(SpeciesResponse? species, string text)
    {
        _resolved = text;
        return OnChosen.InvokeAsync(species);
    }

    private async Task<IReadOnlyList<SpeciesResponse>?> SearchAsync(string text, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, Time, cancellationToken);
            var found = await Api.Species.SearchAsync(text.Trim(), Most, cursor: null, cancellationToken);
            _failed = false;
            return found.Data;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failed = true;
            return null;
        }
    }
}
