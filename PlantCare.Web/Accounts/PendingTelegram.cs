using Microsoft.AspNetCore.DataProtection;
using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>Keeps a sign-in with Telegram in the browser that began it: what is chosen in Telegram signs in this one and no other.</summary>
internal sealed class PendingTelegram(IDataProtectionProvider protection, TimeProvider time)
    : PendingCookie<TelegramSignInResponse>("plantcare-telegram", "PlantCare.Web.PendingTelegram", protection, time);
