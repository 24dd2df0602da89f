using System.Net;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;
using PlantCare.Web.Time;

namespace PlantCare.Web.Security;

/// <summary>The account's keys for scripts: makes them, shows each new one once, and ends them.</summary>
public sealed partial class KeysPanel : IDisposable
{
    // Api keeps fewer of them.
    private const int Most = 100;
    private static readonly int[] Lives = [30, 90, 365];
    private static readonly string[] Scopes = ["read", "write", "command"];

    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<string> _scopes = new(["read"], StringComparer.Ordinal);
    private IReadOnlyList<KeyResponse>? _keys;
    private IReadOnlyList<string> _problems = [];
    private NewKeyResponse? _made;
    private Exception? _failure;
    private string _name = "";
    private int _days = 90;
    private bool _busy;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private string UseOf(KeyResponse key) => key.LastUsedAt is { } used ? SecurityWords.UsedAt(Clock.Full(used)) : SecurityWords.NeverUsed;

    private string EndOf(KeyResponse key) => key.ExpiresAt switch
    {
        null => SecurityWords.NeverEnds,
        { } end when end > Clock.Now => SecurityWords.EndsAt(Clock.Day(end)),
        { } end => SecurityWords.EndedAt(Clock.Day(end)),
    };

    private void Choose(string scope, bool chosen) => _ = chosen ? _scopes.Add(scope) : _scopes.Remove(scope);

    private async Task LoadAsync()
    {
        try
        {
            _keys = (await Api.Credentials.ListKeysAsync(Most, cancellationToken: _leaving.Token)).Data;
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

    // Not given up when the page is left: a key that nobody has seen helps nobody.
    private async Task MakeAsync()
    {
        var name = _name.Trim();
        _problems = name.Length == 0 ? [SecurityWords.KeyNameMissing] : _scopes.Count == 0 ? [SecurityWords.ScopesMissing] : [];
        if (_busy || _problems.Count > 0)
        {
            return;
        }

        _busy = true;
        await DoAsync(async () =>
        {
            DateTimeOffset? end = _days == 0 ? null : Clock.Now.AddDays(_days);
            _made = await Api.Credentials.CreateKeyAsync(new CreateKeyRequest(name, [.. _scopes], end), CancellationToken.None);
            _name = "";
        });
        _busy = false;
    }

    private async Task DeleteAsync(KeyResponse key)
    {
        if (!await Dialogs.ConfirmAsync(SecurityWords.DeleteKeyQuestion(key.Name), SecurityWords.DeleteKeyMessage, SecurityWords.DeleteKey))
        {
            return;
        }

        await DoAsync(async () =>
        {
            await Api.Credentials.DeleteKeyAsync(key.Id, CancellationToken.None);
            _made = _made?.Id == key.Id ? null : _made;
            Toasts.Say(SecurityWords.KeyDeleted);
        });
    }

    private async Task DoAsync(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Conflict)
        {
            _problems = [SecurityWords.TooManyKeys];
            return;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
            return;
        }

        await LoadAsync();
    }
}
