using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Components;
using PlantCare.Web.Profile;

namespace PlantCare.Web.Security;

/// <summary>What the panels of the security page have in common: each fetches how things are, does one thing at a time, and says what went wrong.</summary>
public abstract class SecurityPanel : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    /// <summary>Api as the person.</summary>
    [Inject]
    protected PlantCareClient Api { get; set; } = default!;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Leaving => _leaving.Token;

    /// <summary>Whether something is being done.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Why the last thing failed; null where it did not.</summary>
    protected Exception? Failure { get; private set; }

    /// <summary>The same, where the person can do something about it.</summary>
    protected string? Problem { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <summary>Asks Api how things are.</summary>
    protected abstract Task FetchAsync();

    /// <summary>The words for what Api refuses; null for those that every page has.</summary>
    protected virtual string? Describe(ApiException refusal) => refusal.Status is HttpStatusCode.Forbidden ? ProfileWords.WrongPassword : null;

    /// <summary>The page is left.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving.Cancel();
            _leaving.Dispose();
        }
    }

    /// <summary>Fetches, and says so where it fails.</summary>
    protected async Task LoadAsync()
    {
        try
        {
            await FetchAsync();
            Failure = null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            Failure = exception;
        }
    }

    /// <summary>Does something, unless something is being done already, and shows how things are then.</summary>
    protected async Task DoAsync(Func<Task> deed)
    {
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        (Problem, Failure) = (null, null);
        try
        {
            await deed();
            await LoadAsync();
        }
        catch (ApiException exception) when (Describe(exception) is { } words)
        {
            Problem = words;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            Failure = exception;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
