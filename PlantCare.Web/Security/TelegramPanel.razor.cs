using System.Net;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Accounts;
using PlantCare.Web.Components;
using PlantCare.Web.Profile;

namespace PlantCare.Web.Security;

/// <summary>Links the account with a Telegram account, and unlinks it. Not there where there is no bot.</summary>
public sealed partial class TelegramPanel : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _waiting;
    private UserResponse? _me;
    private TelegramLinkResponse? _link;
    private Exception? _failure;
    private string? _problem;
    private string _password = "";
    private bool _isShown;
    private bool _busy;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Cancel();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            var me = await Api.Auth.GetMeAsync(_leaving.Token);
            _isShown = me.TelegramLinked || (await Api.Auth.GetRegistrationAsync(_leaving.Token)).Telegram;
            (_me, _failure) = (me, null);
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

    private Task LinkAsync() => DoAsync(async () =>
    {
        if (_me is { HasPassword: true } && _password.Length == 0)
        {
            _problem = SecurityWords.PasswordFirst;
            return;
        }

        var link = await Api.Telegram.LinkAsync(_password.Length == 0 ? null : _password, CancellationToken.None);
        _password = "";
        Cancel();
        _link = link;
        _waiting = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        _ = WaitAsync(link, _waiting.Token);
    });

    private async Task UnlinkAsync()
    {
        if (await Dialogs.ConfirmAsync(SecurityWords.UnlinkQuestion, SecurityWords.UnlinkMessage, SecurityWords.UnlinkTelegram))
        {
            await DoAsync(async () =>
            {
                await Api.Telegram.UnlinkAsync(CancellationToken.None);
                Snackbar.Add(SecurityWords.Unlinked, Severity.Success);
                await LoadAsync();
            });
        }
    }

    private void Cancel()
    {
        _waiting?.Cancel();
        _waiting?.Dispose();
        (_waiting, _link) = (null, null);
    }

    // Until somebody has said yes in Telegram, or the link is over.
    private async Task WaitAsync(TelegramLinkResponse link, CancellationToken cancellationToken)
    {
        while (_me is not { TelegramLinked: true } && Time.GetUtcNow() < link.ExpiresAt)
        {
            await Task.Delay(Pause, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await InvokeAsync(LoadAsync);
        }

        await InvokeAsync(() =>
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                Cancel();
                _problem = _me is { TelegramLinked: true } ? null : SecurityWords.LinkOver;
                if (_problem is null)
                {
                    Snackbar.Add(SecurityWords.NowLinked, Severity.Success);
                }

                StateHasChanged();
            }
        });
    }

    private async Task DoAsync(Func<Task> deed)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        (_problem, _failure) = (null, null);
        try
        {
            await deed();
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Forbidden)
        {
            _problem = ProfileWords.WrongPassword;
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.ServiceUnavailable)
        {
            _problem = AccountWords.TelegramAway;
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Conflict)
        {
            _problem = SecurityWords.UnlinkLast;
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
