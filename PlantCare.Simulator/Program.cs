using Microsoft.Extensions.Logging;
using PlantCare.Contracts.Problems;
using PlantCare.Simulator.CommandLine;
using PlantCare.Simulator.Publishing;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
try
{
    var options = SimulatorOptions.Parse(args, Environment.GetEnvironmentVariable);
    await SimulatorRun.StartAsync(options, logging.CreateLogger("plantcare-sim"), stop.Token);
    return 0;
}
catch (ArgumentFault fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}
catch (Exception exception) when (exception is SignInRefusedException or ApiException or HttpRequestException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
