using PlantCare.Api;
using PlantCare.Api.Broker;
using PlantCare.Api.Data.Remote;
using PlantCare.Api.Devices;
using PlantCare.Api.Keys;
using PlantCare.Api.Live;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Storage;

return await ProcessRunner.RunAsync(args, async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddSecretFiles();
    builder.UseApiUrls();
    builder.AddPlantCareDefaults();
    builder.Services.AddPlantCareStorage(builder.Configuration);
    builder.Services.AddSingleton(builder.Configuration.ReadSettings<BrokerSettings>(BrokerSettings.Section).ToEndpoint());
    builder.AddPlantCareKeys();
    builder.AddDeviceAccounts();
    builder.AddRemoteIntake();
    builder.AddLiveRelay();
    builder.AddPlantCareApi();

    var app = builder.Build();
    app.MapPlantCareDefaults();
    app.MapPlantCareApi();
    await app.RunAsync();
});
