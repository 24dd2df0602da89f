using PlantCare.Contracts.Languages;

namespace PlantCare.Api.Telegram;

/// <summary>What the bot says, in the language that is spoken.</summary>
internal static class TelegramWords
{
    private static readonly WordBook Book = new(typeof(TelegramWords));

    public static string Hello => Book.Get();

    public static string LinkIsOver => Book.Get();

    public static string NotLinked => Book.Get();

    public static string AskToLink(string account) => Book.Format([account]);

    public static string LinkIt => Book.Get();

    public static string LinkNothing => Book.Get();

    public static string Linked(string account) => Book.Format([account]);

    public static string NothingLinked => Book.Get();

    public static string CannotLink => Book.Get();

    public static string AlreadyLinked => Book.Get();

    public static string LinkedElsewhere => Book.Get();

    public static string AskForNumber(string account, string client, string address) => Book.Format([account, client, address]);

    public static string NotMe => Book.Get();

    public static string Approved => Book.Get();

    public static string WrongNumber => Book.Get();

    public static string Refused => Book.Get();
}
