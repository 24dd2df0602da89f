using System.Net;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Web.Accounts;
using PlantCare.Web.Components;

namespace PlantCare.Web.Security;

/// <summary>Links the account with a Telegram account, and unlinks it. Not there where there is no bot.</summary>
public sealed partial class TelegramPanel
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private CancellationTokenSource? _waiting;
    private UserResponse? _me;
    private TelegramLinkResponse? _link;
    private string _password = "";
    private bool _isShown;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task FetchAsync()
    {
        var me = await Api.Auth.GetMeAsync(Leaving);
        _isShown = me.TelegramLinked || (await Api.Auth.GetRegistrationAsync(Leaving)).Telegram;
        _me = me;
    }

    /// <inheritdoc/>
    protected override string? Describe(ApiException refusal) => refusal.Status switch
    {
        HttpStatusCode.ServiceUnavailable => AccountWords.TelegramAway,
        HttpStatusCode.Conflict => SecurityWords.UnlinkLast,
        _ => base.Describe(refusal),
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Cancel();
        }

        base.Dispose(disposing);
    }

    private Task LinkAsync() => DoAsync(async () =>
    {
        if (_me is { HasPassword: true } && _password.Length == 0)
        {
            Problem = SecurityWords.PasswordFirst;
            return;
        }

        var link = await Api.Telegram.LinkAsync(_password.Length == 0 ? null : _password, CancellationToken.None);
        _password = "";
        Cancel();
        _link = link;
        _waiting = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        _ = WaitAsync(link, _waiting.Token);
    });

    private async Task UnlinkAsync()
    {
        if (await Dialogs.ConfirmAsync(SecurityWords.UnlinkQuestion, SecurityWords.UnlinkMessage, SecurityWords.UnlinkTelegram))
        {
            await DoAsync(async () =>
            {
                await Api.Telegram.UnlinkAsync(CancellationToken.None);
                Toasts.Say(SecurityWords.Unlinked);
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
                Problem = _me is { TelegramLinked: true } ? null : SecurityWords.LinkOver;
                if (Problem is null)
                {
                    Toasts.Say(SecurityWords.NowLinked);
                }

                StateHasChanged();
            }
        });
    }
}
