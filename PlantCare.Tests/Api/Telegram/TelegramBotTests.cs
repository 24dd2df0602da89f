using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Tests.Api.Administration;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Telegram;

/// <summary>The bot while Telegram is there, is not, or wants it to wait; and what nobody may learn of it.</summary>
public sealed class TelegramBotTests(SharedPostgres postgres, SharedInfluxServer influx) : IClassFixture<SharedInfluxServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_there_is_no_bot_and_the_answer_says_what_to_do()
    {
        await using var host = await ApiHost.StartAsync();
        using var caller = await host.RegisterAsync();
        var client = new PlantCareClient(host.Anonymous);

        Assert.False((await client.Auth.GetRegistrationAsync(Cancellation)).Telegram);
        foreach (var call in (Func<Task>[])[() => client.Telegram.StartAsync(Cancellation), () => caller.Client.Telegram.LinkAsync(ApiCaller.Password, Cancellation)])
        {
            var refusal = await Assert.ThrowsAsync<ApiException>(call);
            Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
            Assert.Contains("Telegram__BotToken", refusal.Problem.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Telegram:BotToken", "not a token")]
    [InlineData("Telegram:ApiUrl", "http://telegram.example")]
    [InlineData("Telegram:ApiUrl", "telegram")]
    public async Task Settings_that_cannot_be_right_are_refused_without_being_shown(string key, string value)
    {
        var refusal = await Assert.ThrowsAsync<StartUpException>(() => ApiHost.StartAsync((key, value)));

        Assert.Contains(key.Replace(":", "__", StringComparison.Ordinal), refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not a token", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bot_waits_for_telegram_and_goes_on_by_itself()
    {
        await using var telegram = await TelegramServer.StartAsync();
        telegram.Refusal = _ => (503, null);
        await using var host = await ApiHost.StartAsync(telegram.Settings);
        var client = new PlantCareClient(host.Anonymous);
        var away = await Assert.ThrowsAsync<ApiException>(() => client.Telegram.StartAsync(Cancellation));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.Status);

        // Told to wait, it does, and then hears what was said meanwhile.
        telegram.Refusal = method => method == "getUpdates" ? (429, 1) : null;
        await Until.TrueAsync(() => Task.FromResult(host.Logs.Entries.Any(entry => entry.Message.Contains("429", StringComparison.Ordinal))), Cancellation);
        var person = new TelegramPerson(telegram);
        var answer = person.TypeAsync("hello");
        telegram.Refusal = null;
        Assert.Contains("Link your Telegram account", (await answer).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_answered_now_is_answered_later_and_what_never_can_is_let_go()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var host = await ApiHost.StartAsync(telegram.Settings);
        var (patient, lost, next) = (new TelegramPerson(telegram), new TelegramPerson(telegram), new TelegramPerson(telegram));
        var failures = 0;
        telegram.Refusal = method => method == "sendMessage" && Interlocked.Increment(ref failures) <= 2 ? (500, null) : null;
        Assert.NotEmpty((await patient.TypeAsync("hello")).Text);

        failures = -1;
        telegram.Refusal = method => method == "sendMessage" && Interlocked.Increment(ref failures) <= 2 ? (403, null) : null;
        telegram.Type(lost.Id, "hello");
        await Until.TrueAsync(() => Task.FromResult(host.Logs.Entries.Any(entry => entry.Message.Contains("let go", StringComparison.Ordinal))), Cancellation);
        telegram.Refusal = null;
        Assert.NotEmpty((await next.TypeAsync("hello")).Text);
        Assert.Empty(telegram.ChatOf(lost.Id));
    }

    [Fact]
    public async Task Groups_are_not_answered()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var host = await ApiHost.StartAsync(telegram.Settings);
        telegram.Type(-100, "/start anything", chat: "group");

        Assert.NotEmpty((await new TelegramPerson(telegram).TypeAsync("hello")).Text);
        Assert.Empty(telegram.ChatOf(-100));
    }

    [Fact]
    public async Task Token_is_in_no_log_and_no_trace()
    {
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        await using var telegram = await TelegramServer.StartAsync();
        (string, string)[] settings = [.. telegram.Settings.Where(setting => setting.Key != "Telegram:BotToken"), ("Telegram:BotToken", TelegramServer.Token + "_but_wrong")];
        await using var host = await ApiHost.StartAsync(settings);
        await Until.TrueAsync(() => Task.FromResult(host.Logs.Entries.Any(entry => entry.Message.Contains("Telegram__BotToken", StringComparison.Ordinal))), Cancellation);
        await telegram.DisposeAsync();
        await Assert.ThrowsAsync<ApiException>(() => new PlantCareClient(host.Anonymous).Telegram.StartAsync(Cancellation));

        Assert.DoesNotContain(host.Logs.Entries, entry => $"{entry}".Contains(TelegramServer.Token, StringComparison.Ordinal));
        Assert.NotEmpty(traced);
        Assert.DoesNotContain(traced, tags => tags.Contains("bot" + TelegramServer.Token[..10], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replicas_listen_one_at_a_time_and_the_other_goes_on()
    {
        await using var telegram = await TelegramServer.StartAsync();
        (string, string)[] settings = [.. await EditionContract.ServersAsync(postgres, influx), .. telegram.Settings, ("Telegram:Timeout", "00:00:00.200")];
        await using var one = await ApiHost.StartAsync(settings);
        var person = new TelegramPerson(telegram);
        Assert.NotEmpty((await person.TypeAsync("hello")).Text);
        await using var other = await ApiHost.StartAsync(settings);
        Assert.StartsWith("https://t.me/", (await new PlantCareClient(other.Anonymous).Telegram.StartAsync(Cancellation)).Url, StringComparison.Ordinal);
        await person.TypeAsync("hello");

        await one.StopAsync();
        await person.TypeAsync("hello");

        Assert.Equal(3, telegram.ChatOf(person.Id).Count);
        Assert.DoesNotContain(one.Logs.Entries.Concat(other.Logs.Entries), entry => entry.Message.Contains("another program", StringComparison.Ordinal));
        Assert.Single(await other.LookAsync(database => database.SystemSettings.Where(setting => setting.Key == "telegram").ToListAsync(Cancellation)));
    }
}
