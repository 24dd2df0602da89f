using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using PlantCare.Web.Overview;
using PlantCare.Web.Session;
using PlantCare.Web.Time;

namespace PlantCare.Web.Shell;

/// <summary>The document. Pages of the account are plain forms; everything else runs over a circuit.</summary>
public partial class App
{
    private string? _theme;
    private string? _zone;
    private string? _place;
    private IComponentRenderMode? _mode;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _mode = HttpContext.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;
        _zone = HttpContext.User.FindFirst(SessionAuthentication.ZoneClaim)?.Value ?? HttpContext.Request.Cookies[BrowserClock.Cookie];

        _place = HttpContext.Request.Cookies[PlaceChoice.Cookie];

        // What the person chose, so that the first byte is right; without a choice plantcare.js asks the system before anything is painted.
        _theme = HttpContext.Request.Cookies[PlantCareTheme.Cookie] is "light" or "dark" ? HttpContext.Request.Cookies[PlantCareTheme.Cookie] : null;
    }
}
