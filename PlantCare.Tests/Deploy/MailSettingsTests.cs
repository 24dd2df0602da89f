using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PlantCare.Api.Mail;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Deploy;

/// <summary>What the deploy files tell Api of mail: nothing is mailed as they come, and letters go out once they are filled in.</summary>
public sealed partial class MailSettingsTests : IDisposable
{
    private static readonly string[] Names = ["Host", "Port", "Security", "User", "From", "DashboardUrl"];
    private readonly TempFolder _folder = new();

    [Fact]
    public void Compose_as_it_comes_mails_nothing_and_starts()
    {
        File.WriteAllText(_folder.File("Mail__Password"), "");

        Assert.False(Read(Compose()).IsConfigured);
    }

    [Fact]
    public void Kubernetes_as_it_comes_mails_nothing_and_starts() =>
        Assert.False(Read(Kubernetes()).IsConfigured);

    [Fact]
    public void Every_setting_can_be_said_in_both()
    {
        Assert.Equal(Names.Order(StringComparer.Ordinal), Compose().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Names.Order(StringComparer.Ordinal), Kubernetes().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Filled_in_with_a_password_from_a_file_letters_go_out()
    {
        var said = Compose();
        (said["Host"], said["User"], said["From"], said["DashboardUrl"]) =
            ("mail.example.com", "plants", "PlantCare <plants@example.com>", "https://plants.example.com");
        File.WriteAllText(_folder.File("Mail__Password"), "not-to-be-guessed\n");

        var settings = Read(said);

        Assert.True(settings.IsConfigured);
        Assert.Equal("not-to-be-guessed", settings.Password);
        Assert.Equal(587, settings.EffectivePort);
        Assert.Equal(MailSecurity.StartTls, settings.Security);
    }

    [Fact]
    public void Password_is_a_secret_of_Api_alone_and_optional_on_Kubernetes()
    {
        var compose = Deployed("compose.yaml");
        Assert.Single(SecretsWithPassword().Matches(compose));
        Assert.Contains("Mail__Password: { file: ./secrets/Mail__Password }", compose, StringComparison.Ordinal);
        Assert.DoesNotContain("MAIL_PASSWORD", compose, StringComparison.Ordinal);
        Assert.Contains("secret: { name: plantcare-mail, optional: true }", Deployed("kubernetes/api.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("Mail__Password=", Deployed("kubernetes/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_made_with_no_password_and_keep_the_one_that_is_there()
    {
        Require.File("/bin/sh");
        var script = _folder.File("make-secrets.sh");
        File.Copy(Path.Combine(Repository.Root, "deploy", "make-secrets.sh"), script);
        var password = Path.Combine(_folder.Path, "secrets", "Mail__Password");

        await MakeSecretsAsync(script);
        Assert.Equal("", await File.ReadAllTextAsync(password, TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(password, "kept", TestContext.Current.CancellationToken);
        await MakeSecretsAsync(script);
        Assert.Equal("kept", await File.ReadAllTextAsync(password, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task MakeSecretsAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", [script]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static Dictionary<string, string> Compose() => Said(ComposeSetting(), "compose.yaml");

    private static Dictionary<string, string> Kubernetes() => Said(KubernetesSetting(), "kubernetes/kustomization.yaml");

    private static Dictionary<string, string> Said(Regex setting, string file) => setting.Matches(Deployed(file))
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal);

    private static string Deployed(string file) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", file));

    // As Api reads them: the environment above the secrets.
    private MailSettings Read(Dictionary<string, string> said)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(said.Select(one => KeyValuePair.Create("Mail:" + one.Key, (string?)one.Value)));
        configuration.AddSecretFiles(_folder.Path);
        return configuration.ReadSettings<MailSettings>(MailSettings.Section);
    }

    //       Mail__Security: ${MAIL_SECURITY:-starttls}
    [GeneratedRegex(@"^ +Mail__(?<name>\w+): \$\{[A-Z_]+:-(?<value>[^}\n]*)\}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComposeSetting();

    //       - Mail__Security=starttls
    [GeneratedRegex(@"^ +- Mail__(?<name>\w+)=(?<value>[^\n]*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KubernetesSetting();

    [GeneratedRegex(@"secrets: \[[^]]*Mail__Password[^]]*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretsWithPassword();
}
