using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Problems;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;
using PlantCare.Web.Time;

namespace PlantCare.Web.Sitting;

/// <summary>The plants of a sitter link: seen and watered, and nothing else.</summary>
public sealed partial class SitterPage
{
    private SittingData? _data;
    private Exception? _failure;
    private bool _ended;

    /// <summary>The link's token.</summary>
    [Parameter]
    public string Token { get; set; } = "";

    /// <summary>What came of the last thing that was asked for.</summary>
    [SupplyParameterFromQuery]
    public string? Told { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private AnonymousApi Api { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            _data = await SittingData.ReadAsync(Api.As(Token), Clock.Now, HttpContext.RequestAborted);
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            _ended = true;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }
}
