using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Standalone;

/// <summary>Where one of the two web applications listens: <c>Api__Urls</c> or <c>Web__Urls</c>.</summary>
/// <param name="Key">The setting's name.</param>
/// <param name="Text">Its value: one URL, or several with semicolons between them.</param>
internal sealed record ListenUrls(string Key, string Text)
{
    /// <exception cref="StartUpException">It is not a URL to listen on.</exception>
    public static ListenUrls Read(IConfiguration configuration, string section, string byDefault)
    {
        var key = section + "__Urls";
        var text = configuration[section + ":Urls"] is { Length: > 0 } configured ? configured : byDefault;
        foreach (var url in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IsListenUrl(url))
            {
                throw StartUpException.Configuration(
                    $"{key} is '{url}' but must be like http://*:8080 or http://127.0.0.1:0 (port 0 for any free one).");
            }
        }

        return new ListenUrls(key, text);
    }

    /// <summary>Starts the application, and says which setting to change when it cannot listen.</summary>
    /// <exception cref="StartUpException">The port is in use, privileged, or the address is not this machine's.</exception>
    public async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw StartUpException.Environment(
                $"a port of {Key} ({Text}) is in use. Stop what listens there, or choose another port with {Key} (port 0 for any free one).", exception);
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw StartUpException.Environment(
                $"{Key} ({Text}) cannot be listened on: {exception.Message.TrimEnd('.')}. Choose an address of this machine and a port from 1024 up.", exception);
        }
    }

    /// <summary>The address that the application is reached at from this machine, once started: <c>http://localhost:8080</c>.</summary>
    public static Uri LocalAddress(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var bound = BindingAddress.Parse(addresses.First());
        var host = bound.Host is "*" or "+" or "[::]" or "0.0.0.0" ? "localhost" : bound.Host;
        return new UriBuilder(bound.Scheme, host, bound.Port).Uri;
    }

    private static bool IsListenUrl(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false, PathBase: "" }
                && address.Port is >= 0 and <= IPEndPoint.MaxPort
                && !(address is { Host: "localhost", Port: 0 });
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
