using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Web.Components;
using PlantCare.Web.Time;

namespace PlantCare.Web.Security;

/// <summary>Where the account is signed in, and how to sign out there.</summary>
public sealed partial class SessionsPanel : IDisposable
{
    // Api keeps no more of them.
    private const int Most = 100;

    private readonly CancellationTokenSource _leaving = new();
    private List<SessionResponse>? _sessions;
    private Exception? _failure;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

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

    private async Task LoadAsync()
    {
        try
        {
            var page = await Api.Credentials.ListSessionsAsync(Most, cancellationToken: _leaving.Token);

            // The one at hand first: by it people see what the others are.
            _sessions = [.. page.Data.OrderByDescending(session => session.IsCurrent).ThenByDescending(session => session.LastUsedAt)];
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

    private Task EndAsync(SessionResponse session) => DoAsync(() => Api.Credentials.EndSessionAsync(session.Id, CancellationToken.None));

    private Task EndOthersAsync() => DoAsync(() => Api.Credentials.EndOtherSessionsAsync(CancellationToken.None));

    private async Task DoAsync(Func<Task> deed)
    {
        try
        {
            await deed();
            Toasts.Say(SecurityWords.Ended);
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
            return;
        }

        await LoadAsync();
    }
}
