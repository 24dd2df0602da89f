using System.Net;
using System.Net.Sockets;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>What counts as one address: of IPv6 a /64, which is what a household gets, and within which anyone has as many as they like.</summary>
public static class AddressBlock
{
    private const int NetworkBytes = 8;

    /// <summary>The address that stands for an endpoint's block; <see cref="IPAddress.None"/> for what has no address.</summary>
    public static IPAddress Of(EndPoint? endpoint) => Of((endpoint as IPEndPoint)?.Address);

    /// <summary>The address that stands for an address's block.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        switch (address)
        {
            case null:
                return IPAddress.None;
            case { IsIPv4MappedToIPv6: true }:
                return address.MapToIPv4();
            case { AddressFamily: AddressFamily.InterNetworkV6 } when !IPAddress.IsLoopback(address):
                Span<byte> bytes = stackalloc byte[16];
                address.TryWriteBytes(bytes, out _);
                bytes[NetworkBytes..].Clear();
                return new IPAddress(bytes);
            default:
                return address;
        }
    }
}
