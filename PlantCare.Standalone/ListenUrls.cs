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
    private const string Inner = "http://127.0.0.1:0";

    /// <summary>Reads it.</summary>
    /// <param name="configuration">Where from.</param>
    /// <param name="section">Whose it is.</param>
    /// <param name="byDefault">Port and address when nothing is said: <c>*:8080</c>.</param>
    /// <param name="hasCertificate">Whether HTTPS is possible; then it is what nothing said means.</param>
    /// <exception cref="StartUpException">It is not a URL to listen on.</exception>
    public static ListenUrls Read(IConfiguration configuration, string section, string byDefault, bool hasCertificate)
    {
        var key = section + "__Urls";
        var text = configuration[section + ":Urls"] is { Length: > 0 } configured ? configured : $"{(hasCertificate ? "https" : "http")}://{byDefault}";
        foreach (var url in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!hasCertificate && url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            {
                throw StartUpException.Configuration(
                    $"{key} is '{url}', which needs a certificate. Name one with Tls__Certificate, or have one made with Tls__Generate=true.");
            }

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

    /// <summary>With a way in for this machine's own use, in plain HTTP on the loopback, where otherwise all is HTTPS.</summary>
    public string WithInner(bool hasCertificate) => hasCertificate ? $"{Text};{Inner}" : Text;

    /// <summary>The address that the application is reached at from this machine, once started: <c>http://localhost:8080</c>.</summary>
    public static Uri LocalAddress(WebApplication app) => Local(Addresses(app).First());

    /// <summary>The one that <see cref="WithInner"/> added, or else the first.</summary>
    public static Uri InnerAddress(WebApplication app, bool hasCertificate) =>
        hasCertificate ? Local(Addresses(app).Last()) : LocalAddress(app);

    private static ICollection<string> Addresses(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;

    private static Uri Local(string address)
    {
        var bound = BindingAddress.Parse(address);
        var host = bound.Host is "*" or "+" or "[::]" or "0.0.0.0" ? "localhost" : bound.Host;
        return new UriBuilder(bound.Scheme, host, bound.Port).Uri;
    }

    private static bool IsListenUrl(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http" or "https", IsUnixPipe: false, IsNamedPipe: false, PathBase: "" }
                && address.Port is >= 0 and <= IPEndPoint.MaxPort
                && !(address is { Host: "localhost", Port: 0 });
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
