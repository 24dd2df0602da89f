using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using MimeKit;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Mail;

/// <summary>An Api that sends mail, and the server that takes it.</summary>
public sealed partial class MailFixture : IAsyncLifetime
{
    private SmtpServer _smtp = null!;

    public ApiHost Host { get; private set; } = null!;

    /// <summary>The first account, whose address need not be confirmed.</summary>
    public ApiCaller Administrator { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _smtp = new SmtpServer();
        Host = await ApiHost.StartAsync(SettingsFor(_smtp.Port));
        Administrator = await Host.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Administrator?.Dispose();
        await (Host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_smtp?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    internal static (string Key, string Value)[] SettingsFor(int port) =>
    [
        ("Mail:Host", "127.0.0.1"),
        ("Mail:Port", $"{port}"),
        ("Mail:Security", "none"),
        ("Mail:From", "PlantCare <plants@example.com>"),
        ("Mail:DashboardUrl", "https://plants.example.com/"),
        ("Mail:RetryEvery", "00:00:00.050"),
        ("Mail:Timeout", "00:00:10"),
        ("RateLimits:SignInPerMinute", "6000"),
    ];

    /// <summary>What an address gets whose subject holds a word, once it has it.</summary>
    public async Task<MimeMessage> LetterAsync(string address, string subject)
    {
        MimeMessage? letter = null;
        await Until.TrueAsync(
            () => Task.FromResult((letter = _smtp.LettersTo(address).FirstOrDefault(found => found.Subject!.Contains(subject, StringComparison.Ordinal))) is not null),
            Cancellation);
        return letter!;
    }

    /// <summary>What an address got so far.</summary>
    public IReadOnlyList<MimeMessage> LettersTo(string address) => _smtp.LettersTo(address);

    /// <summary>The link in a letter, the same in text and HTML: its path, and what it holds.</summary>
    public static (string Path, Dictionary<string, StringValues> Values) LinkOf(MimeMessage letter)
    {
        var text = Url().Match(letter.TextBody!).Value;
        var html = System.Net.WebUtility.HtmlDecode(Href().Match(letter.HtmlBody!).Groups["url"].Value);
        Assert.Equal(text, html);
        var url = new Uri(text);
        return (url.AbsolutePath, QueryHelpers.ParseQuery(url.Query));
    }

    /// <summary>An account that has followed the link in its first letter.</summary>
    public async Task<ApiCaller> RegisterAsync(string? email = null, string? language = null)
    {
        email ??= $"{Guid.CreateVersion7():n}@example.com";
        using var http = Host.CreateClient();
        if (language is not null)
        {
            http.DefaultRequestHeaders.Add("Accept-Language", language);
        }

        await new PlantCare.Contracts.Client.PlantCareClient(http).Auth.RegisterAsync(new(email, ApiCaller.Password), Cancellation);
        await ConfirmAsync(email);
        return await ApiCaller.SignInAsync(Host.CreateClient(), email);
    }

    /// <summary>Follows the link in a letter as the dashboard does.</summary>
    public async Task ConfirmAsync(string email)
    {
        MimeMessage? letter = null;
        await Until.TrueAsync(() => Task.FromResult((letter = _smtp.LettersTo(email).FirstOrDefault(found => Url().Match(found.TextBody!).Value.Contains("/account/confirm", StringComparison.Ordinal))) is not null), Cancellation);
        var (_, values) = LinkOf(letter!);
        await new PlantCare.Contracts.Client.PlantCareClient(Host.Anonymous).Auth.ConfirmEmailAsync(
            values["user"].ToString(), values["code"].ToString(), values.TryGetValue("email", out var changed) ? changed.ToString() : null, Cancellation);
    }

    /// <summary>Waits until no letter waits.</summary>
    public Task EmptyAsync() => Until.TrueAsync(
        () => Host.LookAsync(database => database.Outbox.AllAsync(letter => letter.SentAt != null || letter.GivenUpAt != null, Cancellation)), Cancellation);

    [GeneratedRegex(@"https://\S+", RegexOptions.None, 1_000)]
    private static partial Regex Url();

    [GeneratedRegex("href=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Href();
}
