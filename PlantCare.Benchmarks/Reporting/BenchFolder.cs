namespace PlantCare.Benchmarks.Reporting;

/// <summary>A folder for one measurement.</summary>
internal sealed class BenchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("plantcare-bench-").FullName;

    public string ConnectionString => $"Data Source={File("plantcare.db")};Pooling=False";

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
