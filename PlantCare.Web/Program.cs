using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Web;

return await ProcessRunner.RunAsync(args, async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddSecretFiles();
    builder.WebHost.UseStaticWebAssets();
    builder.UseWebUrls();
    builder.AddPlantCareDefaults();
    builder.AddPlantCareWeb();

    var app = builder.Build();
    app.MapPlantCareDefaults();
    app.MapPlantCareWeb();
    await app.RunAsync();
});
