// Without a container engine the whole system is one process: the home edition, with its demo unless --no-demo says otherwise.
return await PlantCare.Standalone.HomeEdition.RunAsync(["--demo", .. args]);
