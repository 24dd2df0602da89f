using System.Diagnostics;
using System.Reflection;
using PlantCare.Api.Mail;
using PlantCare.Contracts.Administration;
using PlantCare.Domain.Readings;
using PlantCare.Storage;

namespace PlantCare.Api.Administration.Status;

/// <summary>Asks every part of the system how it is, all at once, and waits for none longer than some seconds.</summary>
internal sealed partial class SystemStatus(
    StorageReport storage, SystemTally tally, OutboxTally mail, IngestRate ingest, IServiceProvider services, TimeProvider time, ILogger<SystemStatus> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<SystemResponse> ReadAsync(CancellationToken cancellationToken)
    {
        var unknown = new Dictionary<string, string>(StringComparer.Ordinal);
        var database = AskAsync("database", DatabaseAsync);
        var readings = AskAsync("readings", ReadingsAsync);
        var folder = AskAsync("data_folder", FolderAsync);
        var counts = AskAsync("counts", tally.CountAsync);
        var rate = AskAsync("ingest", _ => Task.FromResult(Ingest()));
        var broker = AskAsync("broker", BrokerAsync);
        var letters = AskAsync("mail", mail.CountAsync);
        await Task.WhenAll(database, readings, folder, counts, rate, broker, letters);

        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime.ToUniversalTime(), TimeSpan.Zero);
        return new SystemResponse(
            Version(),
            Environment.Version.ToString(),
            started,
            (long)(time.GetUtcNow() - started).TotalSeconds,
            await database,
            await readings,
            await folder,
            await counts,
            await rate,
            await broker,
            await letters,
            unknown);

        async Task<T?> AskAsync<T>(string part, Func<CancellationToken, Task<T>> ask)
            where T : class
        {
            var (answer, reason) = await WaitAsync(part, ask, cancellationToken);
            if (reason is not null)
            {
                lock (unknown)
                {
                    unknown[part] = reason;
                }
            }

            return answer;
        }
    }

    private static string Version() =>
        typeof(SystemStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private async Task<(T? Answer, string? Reason)> WaitAsync<T>(string part, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return (await Task.Run(() => ask(giveUp.Token), cancellationToken).WaitAsync(giveUp.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {Patience.TotalSeconds} s");
        }
        catch (UnknownPartException unknown)
        {
            return (null, unknown.Message);
        }
        catch (Exception exception) when (exception is ReadingStoreException or IOException)
        {
            return (null, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Failed(logger, exception, part);
            return (null, "it could not be found out; the log says why");
        }
    }

    private async Task<DatabaseStatus> DatabaseAsync(CancellationToken cancellationToken)
    {
        var report = await storage.DatabaseAsync(cancellationToken);
        return new DatabaseStatus(report.Kind, report.Version, report.Migration, report.Bytes);
    }

    private async Task<ReadingsStatus> ReadingsAsync(CancellationToken cancellationToken) =>
        await storage.ReadingsAsync(cancellationToken) is { } report
            ? new ReadingsStatus(report.Kind, report.Version, report.Bytes)
            : throw new UnknownPartException("the readings store does not say");

    private async Task<DataFolderStatus> FolderAsync(CancellationToken cancellationToken) =>
        await storage.FolderAsync() is { } report
            ? new DataFolderStatus(report.Bytes, report.FreeBytes)
            : throw new UnknownPartException("the databases are servers of their own");

    private IngestStatus Ingest()
    {
        if (services.GetService<IngestPoll>()?.Fault is { } fault)
        {
            throw new UnknownPartException(fault);
        }

        if (!ingest.IsKnown)
        {
            throw new UnknownPartException("Ingest is a process of its own, and services__ingest__http__0 does not say where");
        }

        var (minute, hour) = ingest.Read();
        return new IngestStatus(minute, hour);
    }

    private async Task<BrokerStatus> BrokerAsync(CancellationToken cancellationToken) =>
        services.GetService<IBrokerConnections>() is { } broker
            ? new BrokerStatus(broker.Kind, await broker.CountAsync(cancellationToken))
            : throw new UnknownPartException("this Api knows no broker; ConnectionStrings__mqtt names one");

    private sealed class UnknownPartException(string message) : Exception(message);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "How the part '{Part}' is could not be found out")]
        public static partial void Failed(ILogger logger, Exception exception, string part);
    }
}
