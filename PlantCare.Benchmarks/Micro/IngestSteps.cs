using BenchmarkDotNet.Attributes;
using PlantCare.Benchmarks.Ingest;
using PlantCare.Benchmarks.Reporting;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Decoding;
using PlantCare.Storage.Readings.Sqlite;

namespace PlantCare.Benchmarks.Micro;

/// <summary>What one reading costs at each step of its way, without the waiting.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class IngestSteps : IDisposable
{
    private const int Devices = 100;
    private const int Batch = 2_000;

    private readonly byte[][] _payloads = [.. Enumerable.Range(0, Batch).Select(i => Fleet.Payload(i, Devices))];
    private readonly ArrivalClock _clock = new();
    private DeviceIdentity[] _devices = [];
    private Reading[] _readings = [];
    private BenchFolder? _folder;
    private ReadingWriter? _writer;
    private MetricsText? _text;

    [GlobalSetup]
    public void Setup()
    {
        _devices = [.. Enumerable.Range(0, Devices).Select(i => new DeviceIdentity(
            $"bench-{i}", Guid.Empty, [], new PlantLabel(Guid.CreateVersion7(), Guid.Empty, "", Location: null), DeviceConfig.Empty, new Dictionary<Guid, PlantLabel>()))];
        _readings = [.. _payloads.Select((payload, i) => ReadingDecoder.Decode(payload, Context(i)).Readings[0])];
        _folder = new BenchFolder();
        _writer = new ReadingWriter(_folder.File("readings.db"), new LatestValues());
        _text = new MetricsText();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _writer?.Dispose();
        _text?.Dispose();
        _folder?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public int Decode()
    {
        var count = 0;
        for (var i = 0; i < Batch; i++)
        {
            count += ReadingDecoder.Decode(_payloads[i], Context(i)).Readings.Count;
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public int Format()
    {
        var length = 0;
        foreach (var reading in _readings)
        {
            length += _text!.Write(reading.Measurements).Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Append()
    {
        _writer!.Append(_readings);
        if (_writer.WaitingArrivals > 20_000)
        {
            _writer.Erase(new ReadingScope(Guid.Empty));
        }
    }

    [Benchmark(OperationsPerInvoke = Batch * 2)]
    public void AppendAndFold()
    {
        _writer!.Append(_readings);
        _writer.Append(_readings);
        _writer.Fold();
    }

    private DecodingContext Context(int i) => new(_devices[i % Devices], default, _clock, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
}
