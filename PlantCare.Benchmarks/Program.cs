using PlantCare.Benchmarks;
using PlantCare.Benchmarks.Distributed;
using PlantCare.Benchmarks.Home;
using PlantCare.Benchmarks.Ingest;
using PlantCare.Benchmarks.Query;
using PlantCare.Benchmarks.Reporting;

Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}\n\n{Arguments.Usage}");
    return 2;
}

var report = new Report(arguments.Command);
switch (arguments.Command)
{
    case "ingest" when arguments.IsDistributed:
        await DistributedBenchmark.RunAsync(report);
        break;
    case "ingest":
        if (arguments.Only is null or "store")
        {
            await StoreBenchmark.RunAsync(report);
        }

        if (arguments.Only is null or "mqtt")
        {
            await MqttBenchmark.RunAsync(report, arguments.Soak);
        }

        break;
    case "query":
        await QueryBenchmark.RunAsync(report, arguments.Points);
        break;
    case "home":
        await HomeBenchmark.RunAsync(report);
        break;
    case "micro":
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Report).Assembly).Run(arguments.Rest);
        return 0;
    case BareSubscriber.Command:
        await BareSubscriber.RunAsync();
        return 0;
    case BareBroker.Command:
        await BareBroker.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync($"'{arguments.Command}' is not a measurement.\n\n{Arguments.Usage}");
        return 2;
}

await report.WriteAsync(arguments.Json);
return report.ExitCode;
