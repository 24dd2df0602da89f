using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PlantCare.ServiceDefaults.Keys;

/// <summary>Says at the start that the keys are kept as they are. Whoever develops knows.</summary>
internal sealed partial class PlainKeysWarning(IHostEnvironment environment, ILogger<PlainKeysWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            Log.Plain(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The keys that protect tokens and cookies are kept unencrypted: whoever can read them can sign in as anybody. Keys__Certificate names a certificate to encrypt new ones with")]
        public static partial void Plain(ILogger logger);
    }
}
