using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace PlantCare.ServiceDefaults.StartUp;

/// <summary>Runs a process's main work and turns what people can mend into one line on stderr and an exit code.</summary>
public static class ProcessRunner
{
    /// <summary>Runs a service, or asks one that runs whether it is well: <c>--healthcheck http://localhost:8080/health</c>.</summary>
    /// <returns>0, or the exit code of what went wrong.</returns>
    public static Task<int> RunAsync(string[] args, Func<Task> main) => HealthProbe.IsAskedFor(args) ? HealthProbe.RunAsync(args) : RunAsync(main);

    /// <summary>Runs <paramref name="main"/>; anything that is not a person's to mend is thrown on as it is.</summary>
    /// <returns>0, or the exit code of what went wrong at start-up.</returns>
    public static async Task<int> RunAsync(Func<Task> main)
    {
        var toldToStop = false;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => toldToStop = true);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => toldToStop = true);
        try
        {
            await main();
            return 0;
        }
        catch (OperationCanceledException) when (toldToStop)
        {
            // While it was still starting: waiting for a database, perhaps.
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync("PlantCare cannot start: " + reason.Message);
            return reason.ExitCode;
        }
    }

    private static StartUpException? Explain(Exception exception) => exception switch
    {
        StartUpException reason => reason,
        OptionsValidationException invalid => StartUpException.Configuration(string.Join("; ", invalid.Failures), invalid),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            StartUpException.Environment(
                $"{exception.Message.TrimEnd('.')}. Stop what listens there, or choose another port with the setting Urls.", exception),
        _ => null,
    };
}
