using Microsoft.Extensions.Configuration;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.ServiceDefaults.Settings;

/// <summary>Reads a connection string of ours.</summary>
public static class ConnectionStringReader
{
    /// <summary>What a connection string says.</summary>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <param name="configuration">Where it stands.</param>
    /// <param name="name">Its name, below <c>ConnectionStrings</c>.</param>
    /// <param name="parse">Reads the text; what is wrong with it is a <see cref="FormatException"/> whose message names the key.</param>
    /// <exception cref="StartUpException">It is missing or malformed.</exception>
    public static T ReadConnectionString<T>(this IConfiguration configuration, string name, Func<string?, T> parse)
    {
        try
        {
            return parse(configuration.GetConnectionString(name));
        }
        catch (FormatException exception)
        {
            throw StartUpException.Configuration(exception.Message, exception);
        }
    }
}
