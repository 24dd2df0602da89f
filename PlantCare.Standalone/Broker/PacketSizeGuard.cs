using MQTTnet.Exceptions;

namespace PlantCare.Standalone.Broker;

/// <summary>
/// Follows the framing of the bytes that a client sends (a type, a length of one to four bytes with seven bits each, that many more bytes;
/// MQTT 5, section 2.1) and stops it at a packet that is too long, before anybody makes room for it.
/// </summary>
internal sealed class PacketSizeGuard(int limit)
{
    private const int MaxLengthBytes = 4;

    private int _bodyLeft;
    private int _length;
    private int _lengthBytes;
    private bool _isInLength;

    /// <summary>The longest body that may follow, bytes.</summary>
    public int Limit { get; set; } = limit;

    /// <exception cref="MqttProtocolViolationException">A packet is longer than the limit.</exception>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyLeft > 0)
            {
                var skipped = Math.Min(_bodyLeft, bytes.Length);
                _bodyLeft -= skipped;
                bytes = bytes[skipped..];
            }
            else if (_isInLength)
            {
                ReadLengthByte(bytes[0]);
                bytes = bytes[1..];
            }
            else
            {
                (_isInLength, _length, _lengthBytes) = (true, 0, 0);
                bytes = bytes[1..];
            }
        }
    }

    private void ReadLengthByte(byte value)
    {
        _length |= (value & 0x7F) << (7 * _lengthBytes++);
        if (_length > Limit || (_lengthBytes == MaxLengthBytes && value > 0x7F))
        {
            throw new MqttProtocolViolationException($"A packet is longer than {Limit} bytes.");
        }

        if (value <= 0x7F)
        {
            _isInLength = false;
            _bodyLeft = _length;
        }
    }
}
