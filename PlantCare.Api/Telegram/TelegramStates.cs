using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace PlantCare.Api.Telegram;

/// <summary>Gives whoever begins a sign-in what proves that they did. It goes to nobody else, and neither the link nor Telegram holds it.</summary>
internal sealed class TelegramStates(IDataProtectionProvider keys)
{
    private const int Longest = 1_024;

    private readonly IDataProtector _protector = keys.CreateProtector("PlantCare.Telegram", "SignIn");

    public string Write(Guid request) => Convert.ToBase64String(_protector.Protect(request.ToByteArray()));

    /// <returns>The request; null when it is none of ours.</returns>
    public Guid? Read(string? state)
    {
        if (state is not { Length: > 0 and <= Longest })
        {
            return null;
        }

        try
        {
            return new Guid(_protector.Unprotect(Convert.FromBase64String(state)));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
