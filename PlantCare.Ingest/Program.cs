using PlantCare.Ingest;
using PlantCare.Ingest.Mqtt;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Storage;

return await ProcessRunner.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPlantCareDefaults();
    builder.Services.AddPlantCareStorage(builder.Configuration);
    builder.AddPlantCareIngest();
    builder.AddPlantCareSubscriber();

    var app = builder.Build();
    app.MapPlantCareDefaults();
    await app.RunWithSubscriberAsync();
});
