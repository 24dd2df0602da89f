using System.Net;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>The proxies of <see cref="HttpSettings.TrustedProxies"/>.</summary>
/// <param name="Networks">Each a network; an address is one of its own.</param>
public sealed record TrustedProxies(IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>Everybody, where nobody but proxies gets through.</summary>
    public static TrustedProxies Everybody { get; } = new([new IPNetwork(IPAddress.Any, 0), new IPNetwork(IPAddress.IPv6Any, 0)]);

    /// <exception cref="StartUpException">It is no list of addresses and networks.</exception>
    public static TrustedProxies Parse(string? text) => new(
        [.. (text ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)]);

    /// <summary>Whether an address is one of them.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Networks.Any(network => network.Contains(plain));
    }

    private static IPNetwork ParseOne(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw StartUpException.Configuration(
                $"Http__TrustedProxies has '{text}', which is neither an address nor a network such as 172.16.0.0/12 (with nothing but zeros behind its length).");
    }
}
