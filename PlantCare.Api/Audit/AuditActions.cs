namespace PlantCare.Api.Audit;

/// <summary>What the audit log calls what happened: a thing and what became of it.</summary>
internal static class AuditActions
{
    public const string SignedIn = "sign_in";
    public const string SignInFailed = "sign_in.failed";
    public const string SignInLocked = "sign_in.locked";
    public const string SignedOut = "sign_out";
    public const string Registered = "account.registered";
    public const string AccountChanged = "account.changed";
    public const string AccountErased = "account.erased";
    public const string AccountExported = "account.exported";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
    public const string RoleChanged = "account.role_changed";
    public const string PasswordChanged = "password.changed";
    public const string PasswordForgotten = "password.reset_requested";
    public const string EmailChanged = "email.changed";
    public const string EmailConfirmed = "email.confirmed";
    public const string TwoFactorChanged = "two_factor.changed";
    public const string TwoFactorReset = "two_factor.reset";
    public const string PasskeyAdded = "passkey.added";
    public const string PasskeyRenamed = "passkey.renamed";
    public const string PasskeyRemoved = "passkey.removed";
    public const string TelegramLinked = "telegram.linked";
    public const string TelegramUnlinked = "telegram.unlinked";
    public const string SessionEnded = "session.ended";
    public const string KeyCreated = "key.created";
    public const string KeyDeleted = "key.deleted";
    public const string ShareCreated = "share.created";
    public const string ShareAccepted = "share.accepted";
    public const string ShareChanged = "share.changed";
    public const string ShareDeleted = "share.deleted";
    public const string SitterLinkCreated = "sitter_link.created";
    public const string DeviceAdded = "device.added";
    public const string DeviceClaimed = "device.claimed";
    public const string DeviceSecretRotated = "device.secret_rotated";
    public const string DeviceDisabled = "device.disabled";
    public const string DeviceEnabled = "device.enabled";
    public const string DeviceReplaced = "device.replaced";
    public const string DeviceDeleted = "device.deleted";
    public const string CommandSent = "command.sent";
    public const string InvitationCreated = "invitation.created";
    public const string InvitationDeleted = "invitation.deleted";
    public const string RegistrationChanged = "registration.changed";
    public const string OthersDataRead = "administrator.read_data";
}
