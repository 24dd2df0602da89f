using PlantCare.Benchmarks.Ingest;
using PlantCare.Benchmarks.Reporting;

if (args is ["micro", ..])
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Report).Assembly).Run(args[1..]);
    return 0;
}

var report = new Report("ingest");
await StoreBenchmark.RunAsync(report);
return report.ExitCode;
