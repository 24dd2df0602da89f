using PlantCare.Web;
namespace PlantCare.Standalone;
/// <summary>x</summary>
public static class Home
{
    /// <summary>x</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var b = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PlantCare.Standalone", ContentRootPath = AppContext.BaseDirectory, Args = args });
        b.WebHost.UseStaticWebAssets();
        b.Services.AddPlantCareWeb(); var app = b.Build(); app.MapPlantCareWeb(); await app.RunAsync(); return 0;
    }
}
