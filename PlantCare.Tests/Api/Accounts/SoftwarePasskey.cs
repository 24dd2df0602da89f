using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PlantCare.Contracts.Auth;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>
/// An authenticator and the browser before it, in one (WebAuthn, level 3): makes a passkey and answers with it, and does whatever an attacker
/// would have it do, which a browser would not.
/// </summary>
internal sealed class SoftwarePasskey : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte Attested = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private uint _count;

    public string Id => Base64Url.EncodeToString(_id);

    /// <summary>Whose it says it is, as it was told when it was made.</summary>
    public string? UserHandle { get; set; }

    /// <summary>Where the page that asks is.</summary>
    public string Origin { get; set; } = "https://plants.example";

    /// <summary>Whether it asks for a finger or a PIN.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>What <c>navigator.credentials.create</c> gives.</summary>
    public JsonElement Create(JsonElement options)
    {
        UserHandle = options.GetProperty("user").GetProperty("id").GetString();
        var point = _key.ExportParameters(includePrivateParameters: false).Q;

        // COSE_Key (RFC 9053): kty EC2, alg ES256, crv P-256, x, y
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] attested = [.. new byte[16], 0x00, (byte)_id.Length, .. _id, .. cose];
        byte[] data = [.. DataFor(options.GetProperty("rp").GetProperty("id").GetString()!, Attested), .. attested];

        // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data,
        ];
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(ClientData("webauthn.create", options)),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>What <c>navigator.credentials.get</c> gives.</summary>
    public JsonElement Get(JsonElement options)
    {
        var client = ClientData("webauthn.get", options);
        var data = DataFor(options.GetProperty("rpId").GetString()!, flags: 0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = UserHandle,
        });
    }

    /// <summary>Adds itself to an account.</summary>
    public async Task<PasskeyResponse> AddToAsync(ApiCaller caller, string? name = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var asked = await caller.Client.Passkeys.GetNewOptionsAsync(new NewPasskeyOptionsRequest(Origin, ApiCaller.Password), cancellation);
        return await caller.Client.Passkeys.AddAsync(new CreatePasskeyRequest(asked.State, Create(asked.Options), name), cancellation);
    }

    public void Dispose() => _key.Dispose();

    private byte[] ClientData(string type, JsonElement options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = options.GetProperty("challenge").GetString(),
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    // rpIdHash, flags, signCount
    private byte[] DataFor(string domain, byte flags)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(domain), data);
        data[32] = (byte)(Present | (Verifies ? Verified : 0) | flags);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), ++_count);
        return data;
    }

    private JsonElement Answer(JsonObject response) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["id"] = Id,
        ["rawId"] = Id,
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    });
}
