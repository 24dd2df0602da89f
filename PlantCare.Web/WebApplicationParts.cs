using MudBlazor.Services;
using PlantCare.Web.Components;
namespace PlantCare.Web;
/// <summary>x</summary>
public static class WebParts
{
    /// <summary>x</summary>
    public static void AddPlantCareWeb(this IServiceCollection s) { s.AddRazorComponents().AddInteractiveServerComponents(); s.AddMudServices(); }
    /// <summary>x</summary>
    public static void MapPlantCareWeb(this WebApplication app) { app.UseAntiforgery(); app.MapStaticAssets(); app.MapRazorComponents<App>().AddInteractiveServerRenderMode(); }
}
