using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Servers;

/// <summary>Somebody who uses Telegram.</summary>
/// <param name="server">Telegram.</param>
/// <param name="language">What their app speaks.</param>
internal sealed class TelegramPerson(TelegramServer server, string language = "en")
{
    private static long _lastId = 7_000_000_000;

    public long Id { get; } = Interlocked.Increment(ref _lastId);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Follows a link to the bot and presses Start.</summary>
    /// <returns>What the bot says to it.</returns>
    public async Task<TelegramMessage> FollowAsync(string url)
    {
        const string Start = $"https://t.me/{TelegramServer.BotName}?start=";
        Assert.StartsWith(Start, url, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", url[Start.Length..]);
        return await TypeAsync("/start " + url[Start.Length..]);
    }

    /// <summary>Writes to the bot.</summary>
    /// <returns>What it says to it.</returns>
    public async Task<TelegramMessage> TypeAsync(string text)
    {
        var before = server.ChatOf(Id).Count;
        server.Type(Id, text, language);
        await Until.TrueAsync(() => Task.FromResult(server.ChatOf(Id).Count > before), Cancellation);
        return server.ChatOf(Id)[before];
    }

    /// <summary>Presses a button.</summary>
    /// <returns>What the message has become.</returns>
    public Task<TelegramMessage> PressAsync(TelegramMessage message, string label) =>
        TellAsync(message, message.Buttons.Single(button => button.Label == label).Data);

    /// <summary>Tells the bot that a button was pressed, whether it is there or not.</summary>
    /// <returns>What the message has become.</returns>
    public async Task<TelegramMessage> TellAsync(TelegramMessage message, string data)
    {
        var edits = Now().Edits;
        server.Press(Id, message.Id, data, language);
        await Until.TrueAsync(() => Task.FromResult(Now().Edits > edits), Cancellation);
        return Now();

        TelegramMessage Now() => server.ChatOf(Id).Single(found => found.Id == message.Id);
    }
}
