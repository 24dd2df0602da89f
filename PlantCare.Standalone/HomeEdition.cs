using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Standalone;

/// <summary>The home edition: broker, ingest, Api and Web in one process, with its data in one folder.</summary>
public static class HomeEdition
{
    /// <summary>Runs until Ctrl-C, SIGTERM or SIGQUIT.</summary>
    /// <param name="args">See <c>--help</c>.</param>
    /// <returns>The process's exit code: 0, 1 when the machine is in the way, 2 for a wrong setting or argument.</returns>
    public static Task<int> RunAsync(string[] args) => ProcessRunner.RunAsync(() => MainAsync(HomeOptions.Parse(args)));

    private static async Task MainAsync(HomeOptions options)
    {
        if (options.Help)
        {
            Console.WriteLine(HelpText.Text);
            return;
        }

        using var signal = new StopSignal();
        await using var home = HomeHost.Create(options);
        try
        {
            Console.WriteLine(await home.StartAsync(signal.Token));
            await home.WaitAsync(signal.Token);
        }
        catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
        {
            // Asked to stop while still starting.
        }

        await home.StopAsync();
    }
}
