using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Sharing;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;

namespace PlantCare.Web.Sharing;

/// <summary>What an invitation offers, to whoever has its link; takes it for who is signed in.</summary>
public sealed partial class InvitationPage
{
    private InvitationResponse? _invitation;
    private Exception? _failure;
    private bool _unknown;

    /// <summary>The invitation's token.</summary>
    [Parameter]
    public string Token { get; set; } = "";

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private AnonymousApi Anybody { get; set; } = default!;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool IsSignedIn => HttpContext.User.Identity?.IsAuthenticated == true;

    private string Here => "/invitations/" + Uri.EscapeDataString(Token);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            _invitation = await Anybody.Client.Shares.GetInvitationAsync(Token, HttpContext.RequestAborted);
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.NotFound)
        {
            _unknown = true;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }

    private async Task AcceptAsync()
    {
        if (!IsSignedIn)
        {
            return;
        }

        ShareResponse share;
        try
        {
            share = await Api.Shares.AcceptAsync(Token, CancellationToken.None);
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.NotFound)
        {
            (_invitation, _unknown) = (null, true);
            return;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
            return;
        }

        Navigation.NavigateTo(share.PlantId is { } plant ? $"/plants/{plant}" : $"/places/{share.PlaceId}");
    }
}
