using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace PlantCare.Standalone.Broker;

/// <summary>A client's bytes. Reads ahead, so that a small packet costs one system call instead of three.</summary>
internal sealed class StreamChannel(Stream stream, EndPoint remote, EndPoint local, bool isSecure, PacketSizeGuard guard) : IMqttChannel
{
    private readonly byte[] _buffer = new byte[2_048];
    private int _start;
    private int _end;
    private bool _isClosed;

    public X509Certificate2? ClientCertificate => null;

    public EndPoint RemoteEndPoint => remote;

    public EndPoint LocalEndPoint => local;

    public bool IsSecureConnection => isSecure;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            // A long body goes straight where it is wanted.
            if (count >= _buffer.Length)
            {
                var direct = await ReceiveAsync(buffer.AsMemory(offset, count), cancellationToken);
                guard.Pass(buffer.AsSpan(offset, direct));
                return direct;
            }

            (_start, _end) = (0, await ReceiveAsync(_buffer, cancellationToken));
        }

        var length = Math.Min(count, _end - _start);
        guard.Pass(_buffer.AsSpan(_start, length));
        _buffer.AsSpan(_start, length).CopyTo(buffer.AsSpan(offset));
        _start += length;
        return length;
    }

    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var segment in buffer)
            {
                await stream.WriteAsync(segment, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException or WebSocketException)
        {
            throw new MqttCommunicationException("The connection is closed.", exception);
        }
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            stream.Dispose();
        }
    }

    // Zero bytes mean that the client has gone, however it went.
    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException or WebSocketException)
        {
            return 0;
        }
    }
}
