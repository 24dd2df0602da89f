using System.Globalization;
using System.Security.Cryptography;
using PlantCare.Api.Audit;
using PlantCare.Api.Mail.Letters;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.Telegram;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using Account = PlantCare.Storage.Relational.People.User;

namespace PlantCare.Api.Telegram;

/// <summary>What the bot says and asks, in the language of whom it talks to. It answers people, each in a chat of their own, and nobody else.</summary>
internal sealed class TelegramChat(TelegramLine line, TelegramDesk desk, AuditLog audit)
{
    private const string Start = "/start ";
    private const string Yes = "yes";
    private const string No = "no";
    private const int NumbersToChooseFrom = 3;

    /// <summary>Deals with what somebody did. Once more does no harm.</summary>
    public Task HandleAsync(Update update, CancellationToken cancellationToken) => update switch
    {
        { Message: { Text: { } text, From: { IsBot: false } person, Chat.Type: ChatType.Private } } => HearAsync(person, text.Trim(), cancellationToken),
        { CallbackQuery: { Data: { } data, From: { IsBot: false } person } press } => AnswerAsync(person, press, data, cancellationToken),
        _ => Task.CompletedTask,
    };

    private static string IdOf(User person) => person.Id.ToString(CultureInfo.InvariantCulture);

    private async Task HearAsync(User person, string text, CancellationToken cancellationToken)
    {
        if (!text.StartsWith(Start, StringComparison.Ordinal))
        {
            await SayAsync(person, account: null, () => TelegramWords.Hello, cancellationToken);
        }
        else if (await desk.FindWaitingAsync(text[Start.Length..].Trim(), cancellationToken) is not { } request)
        {
            await SayAsync(person, account: null, () => TelegramWords.LinkIsOver, cancellationToken);
        }
        else
        {
            var owner = await desk.FindOwnerAsync(IdOf(person), cancellationToken);
            await (request.Purpose == TelegramPurpose.Link ? AskToLinkAsync(person, request, owner, cancellationToken) : AskForNumberAsync(person, request, owner, cancellationToken));
        }
    }

    private async Task AskToLinkAsync(User person, TelegramRequest request, Account? owner, CancellationToken cancellationToken)
    {
        if (request.UserId is not { } id || await desk.FindAccountAsync(id, cancellationToken) is not { } account)
        {
            return;
        }

        if (owner is not null)
        {
            await SayAsync(person, owner, () => owner.Id == id ? TelegramWords.AlreadyLinked : TelegramWords.LinkedElsewhere, cancellationToken);
            return;
        }

        await AskAsync(person, request, account, () => (TelegramWords.AskToLink(NameOf(account)), [(TelegramWords.LinkIt, Yes), (TelegramWords.LinkNothing, No)]), cancellationToken);
    }

    private async Task AskForNumberAsync(User person, TelegramRequest request, Account? owner, CancellationToken cancellationToken)
    {
        if (owner is null)
        {
            await SayAsync(person, account: null, () => TelegramWords.NotLinked, cancellationToken);
            return;
        }

        await AskAsync(
            person,
            request,
            owner,
            () => (TelegramWords.AskForNumber(NameOf(owner), ClientText.Of(request.Client) ?? "?", request.Address ?? "?"),
                [.. NumbersAround(request.Number!).Select(number => (number, number)), (TelegramWords.NotMe, No)]),
            cancellationToken);
    }

    // Asked first and noted then: what could not be said comes again, and an answer that comes before the note finds nothing and is asked for anew.
    private async Task AskAsync(
        User person, TelegramRequest request, Account account, Func<(string Text, (string Label, string Choice)[] Buttons)> write, CancellationToken cancellationToken)
    {
        var (text, buttons) = LetterLanguage.Speak(LanguageOf(person, account), write);
        var keyboard = new InlineKeyboardMarkup(buttons
            .GroupBy(button => button.Choice == No)
            .Select(row => row.Select(button => InlineKeyboardButton.WithCallbackData(button.Label, $"{request.Id:N}:{button.Choice}"))));
        await line.Bot!.SendMessage(person.Id, text, replyMarkup: keyboard, cancellationToken: cancellationToken);
        await desk.NoteAskedAsync(request.Id, account.Id, IdOf(person), cancellationToken);
    }

    private async Task AnswerAsync(User person, CallbackQuery press, string data, CancellationToken cancellationToken)
    {
        var parts = data.Split(':');
        var request = parts.Length == 2 && Guid.TryParseExact(parts[0], "N", out var id) ? await desk.FindAsync(id, cancellationToken) : null;
        var account = request is { UserId: { } userId, TelegramId: { } telegramId } && telegramId == IdOf(person) ? await desk.FindAccountAsync(userId, cancellationToken) : null;
        Func<string> result = account is null
            ? () => TelegramWords.LinkIsOver
            : request!.Purpose == TelegramPurpose.Link
                ? await LinkAsync(request, account, parts[1], cancellationToken)
                : await DecideAsync(request, account, parts[1], cancellationToken);

        // The buttons go with the question; what was pressed stops turning.
        var text = LetterLanguage.Speak(LanguageOf(person, account), result);
        try
        {
            await line.Bot!.AnswerCallbackQuery(press.Id, cancellationToken: cancellationToken);
            if (press.Message is { } question)
            {
                await line.Bot!.EditMessageText(question.Chat.Id, question.MessageId, text, cancellationToken: cancellationToken);
            }
        }
        catch (ApiRequestException exception) when (exception.ErrorCode == StatusCodes.Status400BadRequest)
        {
            // Pressed long ago, or twice: it says so already.
        }
    }

    private async Task<Func<string>> LinkAsync(TelegramRequest request, Account account, string choice, CancellationToken cancellationToken)
    {
        var isMeant = choice == Yes;
        if (!await desk.MoveAsync(request.Id, TelegramProgress.Asked, isMeant ? TelegramProgress.Spent : TelegramProgress.Refused, cancellationToken))
        {
            return () => TelegramWords.LinkIsOver;
        }

        if (!isMeant)
        {
            return () => TelegramWords.NothingLinked;
        }

        if (!await desk.LinkAsync(account.Id, request.TelegramId!, cancellationToken))
        {
            return () => TelegramWords.CannotLink;
        }

        await audit.WriteAsync(account.Id, account.Id, account.UserName ?? "", AuditActions.TelegramLinked, detail: $"Telegram account {request.TelegramId}");
        return () => TelegramWords.Linked(NameOf(account));
    }

    private async Task<Func<string>> DecideAsync(TelegramRequest request, Account account, string choice, CancellationToken cancellationToken)
    {
        var isRight = choice == request.Number;
        if (!await desk.MoveAsync(request.Id, TelegramProgress.Asked, isRight ? TelegramProgress.Approved : TelegramProgress.Refused, cancellationToken))
        {
            return () => TelegramWords.LinkIsOver;
        }

        if (isRight)
        {
            return () => TelegramWords.Approved;
        }

        var isWrong = choice != No;
        await audit.WriteAsync(
            account.Id, actorId: null, account.UserName ?? "", AuditActions.SignInFailed, detail: isWrong ? "another number in Telegram" : "refused in Telegram");
        return () => isWrong ? TelegramWords.WrongNumber : TelegramWords.Refused;
    }

    private Task<Message> SayAsync(User person, Account? account, Func<string> write, CancellationToken cancellationToken) =>
        line.Bot!.SendMessage(person.Id, LetterLanguage.Speak(LanguageOf(person, account), write), cancellationToken: cancellationToken);

    private static CultureInfo LanguageOf(User person, Account? account) => LetterLanguage.Choose(account?.Language, person.LanguageCode);

    private static string NameOf(Account account) => account.Email ?? account.UserName ?? "";

    private static string[] NumbersAround(string right)
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal) { right };
        while (numbers.Count < NumbersToChooseFrom)
        {
            numbers.Add(RandomNumberGenerator.GetInt32(10, 100).ToString(CultureInfo.InvariantCulture));
        }

        var shuffled = numbers.ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return shuffled;
    }
}
