using Microsoft.Extensions.Configuration;
using PlantCare.Api.Telegram;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Deploy;

/// <summary>The bot's token in the deploy files: a secret of Api's, empty as it comes.</summary>
public sealed class TelegramSecretTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("", false)]
    [InlineData(TelegramServer.Token + "\n", true)]
    public void File_is_read_as_the_token_and_an_empty_one_is_none(string content, bool isBot)
    {
        File.WriteAllText(_folder.File("Telegram__BotToken"), content);
        using var configuration = new ConfigurationManager();
        configuration.AddSecretFiles(_folder.Path);

        var settings = configuration.ReadSettings<TelegramSettings>(TelegramSettings.Section);

        Assert.Equal((isBot, isBot ? TelegramServer.Token : null), (settings.IsConfigured, settings.IsConfigured ? settings.BotToken : null));
    }

    [Fact]
    public void Token_is_a_secret_in_both_and_optional()
    {
        Assert.Contains("Mail__Password, Telegram__BotToken]", Deployed("compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("Telegram__BotToken: { file: ./secrets/Telegram__BotToken }", Deployed("compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("[ -e Telegram__BotToken ] || : > Telegram__BotToken", Deployed("make-secrets.sh"), StringComparison.Ordinal);
        Assert.Contains("secret: { name: plantcare-telegram, optional: true }", Deployed("kubernetes/api.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("Telegram__BotToken=", Deployed("kubernetes/kustomization.yaml"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Deployed(string file) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", file));
}
