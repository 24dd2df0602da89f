return await PlantCare.Standalone.Home.RunAsync(args);
