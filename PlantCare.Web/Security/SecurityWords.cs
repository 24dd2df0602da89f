using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Security;

/// <summary>The words of what opens an account: sessions, keys, a second factor.</summary>
internal static class SecurityWords
{
    private static readonly WordBook Book = new(typeof(SecurityWords));

    public static string Title => Book.Get();

    public static string Lead => Book.Get();

    public static string Open => Book.Get();

    public static string Reading => Book.Get();

    public static string Sessions => Book.Get();

    public static string SessionsHint => Book.Get();

    public static string UnknownClient => Book.Get();

    public static string ThisOne => Book.Get();

    public static string SignedInAt(string moment) => Book.Format([moment]);

    public static string UsedAt(string moment) => Book.Format([moment]);

    public static string End => Book.Get();

    public static string EndLabel(string client) => Book.Format([client]);

    public static string EndOthers => Book.Get();

    public static string EndOthersHint => Book.Get();

    public static string Ended => Book.Get();

    public static string Keys => Book.Get();

    public static string KeysHint => Book.Get();

    public static string NoKeys => Book.Get();

    public static string KeyOnce => Book.Get();

    public static string Key => Book.Get();

    public static string KeyName => Book.Get();

    public static string KeyNameHint => Book.Get();

    public static string Scopes => Book.Get();

    /// <summary>What a scope allows; one of a newer Api keeps its own name.</summary>
    public static string Scope(string scope) => Book.Find($"Scope.{scope}") ?? scope;

    public static string Expiry => Book.Get();

    public static string Days(int count) => Book.Count(count);

    public static string NeverEnds => Book.Get();

    public static string MakeKey => Book.Get();

    public static string KeyNameMissing => Book.Get();

    public static string ScopesMissing => Book.Get();

    public static string TooManyKeys => Book.Get();

    public static string EndsAt(string moment) => Book.Format([moment]);

    public static string EndedAt(string moment) => Book.Format([moment]);

    public static string NeverUsed => Book.Get();

    public static string DeleteKey => Book.Get();

    public static string DeleteKeyLabel(string name) => Book.Format([name]);

    public static string DeleteKeyQuestion(string name) => Book.Format([name]);

    public static string DeleteKeyMessage => Book.Get();

    public static string KeyDeleted => Book.Get();

    public static string TwoFactor => Book.Get();

    public static string TwoFactorHint => Book.Get();

    public static string On => Book.Get();

    public static string Off => Book.Get();

    public static string TurnOn => Book.Get();

    public static string ScanLead => Book.Get();

    public static string QrLabel => Book.Get();

    public static string TypeKey => Book.Get();

    public static string ConfirmCode => Book.Get();

    public static string Cancel => Book.Get();

    public static string WrongCode => Book.Get();

    public static string TurnedOn => Book.Get();

    public static string CodesLeft(int count) => Book.Count(count);

    public static string PasswordFirst => Book.Get();

    public static string RenewCodes => Book.Get();

    public static string TurnOff => Book.Get();

    public static string TurnedOff => Book.Get();

    public static string RecoveryCodes => Book.Get();

    public static string RecoveryOnce => Book.Get();

    public static string TheCodes => Book.Get();

    public static string Print => Book.Get();

    public static string CodesKept => Book.Get();

    public static string Passkeys => Book.Get();

    public static string PasskeysHint => Book.Get();

    public static string PasskeysImpossible => Book.Get();

    public static string Passkey => Book.Get();

    public static string PasskeyName => Book.Get();

    public static string PasskeyNameHint => Book.Get();

    public static string AddPasskey => Book.Get();

    public static string PasskeyAdded => Book.Get();

    public static string NoPasskeys => Book.Get();

    public static string AddedAt(string moment) => Book.Format([moment]);

    public static string Synced => Book.Get();

    public static string OnOneDevice => Book.Get();

    public static string Rename => Book.Get();

    public static string RenameLabel(string name) => Book.Format([name]);

    public static string SaveName => Book.Get();

    public static string RemovePasskey => Book.Get();

    public static string RemovePasskeyLabel(string name) => Book.Format([name]);

    public static string RemovePasskeyQuestion(string name) => Book.Format([name]);

    public static string RemovePasskeyMessage => Book.Get();

    public static string PasskeyRemoved => Book.Get();

    public static string PasskeyKnown => Book.Get();

    public static string PasskeyCancelled => Book.Get();

    public static string PasskeyFailed => Book.Get();

    public static string TooManyPasskeys => Book.Get();

    public static string Telegram => Book.Get();

    public static string TelegramHint => Book.Get();

    public static string TelegramLinked => Book.Get();

    public static string LinkTelegram => Book.Get();

    public static string UnlinkTelegram => Book.Get();

    public static string UnlinkQuestion => Book.Get();

    public static string UnlinkMessage => Book.Get();

    public static string Unlinked => Book.Get();

    public static string NowLinked => Book.Get();

    public static string LinkLead => Book.Get();

    public static string LinkOver => Book.Get();

    public static string UnlinkLast => Book.Get();
}
