using PlantCare.Web;
var b = WebApplication.CreateBuilder(args); b.Services.AddPlantCareWeb(); var app = b.Build(); app.MapPlantCareWeb(); await app.RunAsync();
