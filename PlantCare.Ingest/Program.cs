using PlantCare.Ingest;
using PlantCare.Ingest.Http;
using PlantCare.Ingest.Mqtt;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Storage;

return await ProcessRunner.RunAsync(args, async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddSecretFiles();
    builder.AddPlantCareDefaults();
    builder.Services.AddPlantCareStorage(builder.Configuration);
    builder.AddPlantCareIngest();
    builder.AddPlantCareSubscriber();

    var app = builder.Build();
    app.MapPlantCareDefaults();
    app.MapPlantCareIngest();
    await app.RunWithSubscriberAsync();
});
