using PlantCare.Standalone;

return await HomeEdition.RunAsync(args);
