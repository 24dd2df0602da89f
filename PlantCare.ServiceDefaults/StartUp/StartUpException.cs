namespace PlantCare.ServiceDefaults.StartUp;

/// <summary>The process cannot start, and a person can mend it: the message is the one line that says how.</summary>
public sealed class StartUpException : Exception
{
    private StartUpException(string message, int exitCode, Exception? innerException)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; }

    /// <summary>A setting is wrong, or the database is of a newer version: exit code 2.</summary>
    /// <param name="message">Names the key and says what it expects.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public static StartUpException Configuration(string message, Exception? innerException = null) => new(message, exitCode: 2, innerException);

    /// <summary>The machine does not let us: a port in use, a folder that cannot be written. Exit code 1.</summary>
    /// <param name="message">Names what is in the way and how to get round it.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public static StartUpException Environment(string message, Exception? innerException = null) => new(message, exitCode: 1, innerException);
}
