// Without a container engine the whole system is one process: the home edition, with its demo unless --no-demo says otherwise.
if (Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE") is not null)
{
    // The launch profiles are Aspire's: their addresses and their environment are its dashboard's.
    foreach (var name in (string[])["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
    {
        Environment.SetEnvironmentVariable(name, null);
    }
}

return await PlantCare.Standalone.HomeEdition.RunAsync(["--demo", .. args]);
