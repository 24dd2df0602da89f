using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PlantCare.Tests.Servers;

/// <summary>What the bot has sent, as it stands in the chat now.</summary>
/// <param name="Id">The message.</param>
/// <param name="Text">What it says.</param>
/// <param name="Buttons">What can be pressed: labels, with what each tells the bot.</param>
/// <param name="Edits">How many times it was changed.</param>
internal sealed record TelegramMessage(int Id, string Text, IReadOnlyList<(string Label, string Data)> Buttons, int Edits = 0);

/// <summary>
/// Stands in for Telegram: speaks as much of the Bot API (https://core.telegram.org/bots/api) as our bot needs, over HTTP, with its rules: one
/// listener at a time, and what has not been confirmed comes again.
/// </summary>
internal sealed class TelegramServer : IAsyncDisposable
{
    public const string Token = "4815162342:stand-in_for_a_token-that_nobody_knows";
    public const string BotName = "plantcare_bot";

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<(int Id, JsonObject Update)> _updates = [];
    private readonly Dictionary<long, List<TelegramMessage>> _chats = [];
    private TaskCompletionSource _news = NewSignal();
    private CancellationTokenSource _listener = new();
    private int _lastId = 100;
    private bool _isOver;

    private TelegramServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/bot{token}/{method}", AnswerAsync);
    }

    /// <summary>Where it answers.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Refuses a method with a status and, in seconds, when to come again; null to answer.</summary>
    public Func<string, (int Status, int? RetryAfter)?>? Refusal { get; set; }

    /// <summary>The methods that were called, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The settings with which Api has this as its Telegram.</summary>
    public (string Key, string Value)[] Settings => [("Telegram:BotToken", Token), ("Telegram:ApiUrl", Url), ("Telegram:RetryEvery", "00:00:00.050"), ("Telegram:PollFor", "00:00:01"), ("Telegram:Timeout", "00:00:05")];

    public static async Task<TelegramServer> StartAsync()
    {
        var server = new TelegramServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Somebody types something into the chat with the bot.</summary>
    public void Type(long person, string text, string language = "en", string chat = "private") => Add("message", new JsonObject
    {
        ["message_id"] = NextId(),
        ["date"] = 0,
        ["text"] = text,
        ["from"] = Person(person, language),
        ["chat"] = new JsonObject { ["id"] = person, ["type"] = chat },
    });

    /// <summary>Somebody presses a button below a message.</summary>
    public void Press(long person, int message, string data, string language = "en") => Add("callback_query", new JsonObject
    {
        ["id"] = NextId().ToString(CultureInfo.InvariantCulture),
        ["chat_instance"] = "1",
        ["data"] = data,
        ["from"] = Person(person, language),
        ["message"] = new JsonObject { ["message_id"] = message, ["date"] = 0, ["text"] = "", ["chat"] = new JsonObject { ["id"] = person, ["type"] = "private" } },
    });

    /// <summary>What the bot has said to somebody so far.</summary>
    public IReadOnlyList<TelegramMessage> ChatOf(long person)
    {
        lock (_lock)
        {
            return _chats.TryGetValue(person, out var messages) ? [.. messages] : [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        await _listener.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _listener.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static JsonObject Person(long id, string language) => new() { ["id"] = id, ["is_bot"] = false, ["first_name"] = "Ada", ["language_code"] = language };

    private static IResult Ok(JsonNode? result) => Results.Text(new JsonObject { ["ok"] = true, ["result"] = result }.ToJsonString(), "application/json");

    private static IResult Refuse(int status, string why, int? retryAfter = null)
    {
        var answer = new JsonObject { ["ok"] = false, ["error_code"] = status, ["description"] = why };
        if (retryAfter is not null)
        {
            answer["parameters"] = new JsonObject { ["retry_after"] = retryAfter };
        }

        return Results.Text(answer.ToJsonString(), "application/json", statusCode: status);
    }

    private async Task<IResult> AnswerAsync(string token, string method, HttpContext http)
    {
        lock (_lock)
        {
            Calls.Add(method);
        }

        if (token != Token)
        {
            return Refuse(StatusCodes.Status401Unauthorized, "Unauthorized");
        }

        if (Refusal?.Invoke(method) is var (status, retryAfter))
        {
            return Refuse(status, "as the test wants it", retryAfter);
        }

        var body = http.Request.HasJsonContentType() ? await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) : null;
        return method.ToUpperInvariant() switch
        {
            "GETME" => Ok(new JsonObject { ["id"] = 1, ["is_bot"] = true, ["first_name"] = "PlantCare", ["username"] = BotName }),
            "GETUPDATES" => await ListenAsync(body, http.RequestAborted),
            "SENDMESSAGE" => Write(body!, id: null),
            "EDITMESSAGETEXT" => Write(body!, (int)body!["message_id"]!),
            "DELETEWEBHOOK" or "ANSWERCALLBACKQUERY" => Ok(JsonValue.Create(true)),
            _ => Refuse(StatusCodes.Status404NotFound, "Not Found: method not found"),
        };
    }

    private async Task<IResult> ListenAsync(JsonNode? body, CancellationToken cancellationToken)
    {
        var (offset, seconds) = ((int?)body?["offset"] ?? 0, (int?)body?["timeout"] ?? 0);
        CancellationTokenSource mine;
        lock (_lock)
        {
            _updates.RemoveAll(update => update.Id < offset);
            _listener.Cancel();
            mine = _listener = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }

        var until = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_updates.Count > 0)
                {
                    return Ok(new JsonArray([.. _updates.Select(update => update.Update.DeepClone())]));
                }

                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(until - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, TimeProvider.System, mine.Token);
            }
            catch (TimeoutException)
            {
                return Ok(new JsonArray());
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return Refuse(StatusCodes.Status409Conflict, "Conflict: terminated by other getUpdates request");
            }
        }
    }

    private IResult Write(JsonNode body, int? id)
    {
        var keyboard = body["reply_markup"]?["inline_keyboard"]?.AsArray() ?? [];
        var buttons = keyboard.SelectMany(row => row!.AsArray()).Select(button => ((string)button!["text"]!, (string)button["callback_data"]!)).ToList();
        if (buttons.Any(button => System.Text.Encoding.UTF8.GetByteCount(button.Item2) > 64))
        {
            return Refuse(StatusCodes.Status400BadRequest, "Bad Request: BUTTON_DATA_INVALID");
        }

        var person = (long)body["chat_id"]!;
        lock (_lock)
        {
            var message = new TelegramMessage(id ?? ++_lastId, (string)body["text"]!, buttons);
            var chat = _chats.TryGetValue(person, out var known) ? known : _chats[person] = [];
            var index = chat.FindIndex(old => old.Id == message.Id);
            if (index >= 0)
            {
                chat[index] = message with { Edits = chat[index].Edits + 1 };
            }
            else
            {
                chat.Add(message);
            }

            return Ok(new JsonObject { ["message_id"] = message.Id, ["date"] = 0, ["text"] = message.Text, ["chat"] = new JsonObject { ["id"] = person, ["type"] = "private" } });
        }
    }

    private int NextId()
    {
        lock (_lock)
        {
            return ++_lastId;
        }
    }

    private void Add(string kind, JsonObject content)
    {
        lock (_lock)
        {
            var id = ++_lastId;
            _updates.Add((id, new JsonObject { ["update_id"] = id, [kind] = content }));
            _news.SetResult();
            _news = NewSignal();
        }
    }
}
