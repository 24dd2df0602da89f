namespace PlantCare.Contracts.Auth;

/// <summary>What <c>POST /auth/manage/telegram</c> takes.</summary>
/// <param name="Password">The caller's password; an account without one must have signed in within the last ten minutes.</param>
public sealed record TelegramLinkRequest(string? Password = null);

/// <summary>Where a Telegram account is linked.</summary>
/// <param name="Url">Opens Telegram, where the bot asks whether it is meant. Good once.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record TelegramLinkResponse(string Url, DateTimeOffset ExpiresAt);

/// <summary>What <c>POST /auth/telegram/options</c> answers.</summary>
/// <param name="Url">Opens Telegram, where the bot asks for the number. Good once.</param>
/// <param name="Number">Two digits: what is to be chosen in Telegram, so that nobody says yes to somebody else's page.</param>
/// <param name="State">Goes with every further question; whoever has it is signed in.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
public sealed record TelegramSignInResponse(string Url, string Number, string State, DateTimeOffset ExpiresAt);

/// <summary>What <c>POST /auth/telegram/status</c> takes.</summary>
/// <param name="State">The state that came with the link.</param>
public sealed record TelegramStatusRequest(string State);

/// <summary>How far a sign-in with Telegram has come.</summary>
public enum TelegramSignInStatus
{
    /// <summary>Nobody has followed the link yet.</summary>
    Waiting,

    /// <summary>The bot has asked for the number.</summary>
    Asked,

    /// <summary>The number was right: <c>POST /auth/telegram/login</c> signs in.</summary>
    Approved,

    /// <summary>Another number, or that it was not them.</summary>
    Refused,

    /// <summary>It is too late, or it was used already.</summary>
    Expired,
}

/// <summary>What <c>POST /auth/telegram/status</c> answers.</summary>
/// <param name="Status">How far it has come.</param>
public sealed record TelegramStatusResponse(TelegramSignInStatus Status);

/// <summary>What <c>POST /auth/telegram/login</c> takes.</summary>
/// <param name="State">The state that came with the link.</param>
/// <param name="TwoFactorCode">What the authenticator shows, where a second factor is on.</param>
/// <param name="RecoveryCode">A recovery code in its place.</param>
public sealed record TelegramLoginRequest(string State, string? TwoFactorCode = null, string? RecoveryCode = null);
