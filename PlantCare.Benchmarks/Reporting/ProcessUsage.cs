using System.Diagnostics;

namespace PlantCare.Benchmarks.Reporting;

/// <summary>What a process has used.</summary>
/// <param name="Cpu">Processor time, user and system.</param>
/// <param name="ResidentBytes">Resident memory.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes)
{
    public double ResidentMegabytes => ResidentBytes / 1e6;

    public static ProcessUsage Of(Process process)
    {
        process.Refresh();
        return new ProcessUsage(process.TotalProcessorTime, process.WorkingSet64);
    }

    public static ProcessUsage Own()
    {
        using var process = Process.GetCurrentProcess();
        return Of(process);
    }
}
