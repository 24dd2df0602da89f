using MQTTnet.Diagnostics.Logger;

namespace PlantCare.Standalone.Broker;

/// <summary>MQTTnet's log. What it calls an error is mostly a client's doing, and no reason to wake anybody.</summary>
internal sealed partial class MqttLogBridge(ILogger<MqttLogBridge> logger) : IMqttNetLogger
{
    public bool IsEnabled { get; } = logger.IsEnabled(LogLevel.Debug);

    public void Publish(MqttNetLogLevel logLevel, string source, string message, object[]? parameters, Exception? exception)
    {
        if (logLevel is MqttNetLogLevel.Error or MqttNetLogLevel.Warning)
        {
            Log.Said(logger, exception, source, parameters is { Length: > 0 } ? string.Format(provider: null, message, parameters) : message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Source}: {Text}")]
        public static partial void Said(ILogger logger, Exception? exception, string source, string text);
    }
}
