using Microsoft.Extensions.Configuration;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.ServiceDefaults;

/// <summary>Secrets as container engines hand them over: a folder of files.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void File_is_a_setting_named_by_the_file_without_the_lines_end()
    {
        File.WriteAllText(_folder.File("ConnectionStrings__mqtt"), "mqtt://plantcare:a b=c@broker:1883\n");
        File.WriteAllText(_folder.File("Subscriber__Instance"), "ingest-1");
        using var configuration = new ConfigurationManager();

        configuration.AddSecretFiles(_folder.Path);

        Assert.Equal("mqtt://plantcare:a b=c@broker:1883", configuration.GetConnectionString("mqtt"));
        Assert.Equal("ingest-1", configuration["Subscriber:Instance"]);
    }

    [Fact]
    public void Environment_and_arguments_count_more_than_a_file()
    {
        File.WriteAllText(_folder.File("ConnectionStrings__mqtt"), "mqtt://from-the-file");
        File.WriteAllText(_folder.File("ConnectionStrings__influxdb"), "from-the-file");
        using var configuration = new ConfigurationManager();
        configuration.AddCommandLine(["--ConnectionStrings:mqtt=mqtt://from-an-argument"]);

        configuration.AddSecretFiles(_folder.Path);

        Assert.Equal("mqtt://from-an-argument", configuration.GetConnectionString("mqtt"));
        Assert.Equal("from-the-file", configuration.GetConnectionString("influxdb"));
    }

    [Fact]
    public void Kubernetes_links_are_followed_and_its_own_folders_are_not_read()
    {
        var version = Directory.CreateDirectory(_folder.File("..2026_01_02"));
        File.WriteAllText(Path.Combine(version.FullName, "ConnectionStrings__plantcare"), "Host=database");
        Directory.CreateSymbolicLink(_folder.File("..data"), version.FullName);
        File.CreateSymbolicLink(_folder.File("ConnectionStrings__plantcare"), Path.Combine("..data", "ConnectionStrings__plantcare"));
        Directory.CreateDirectory(_folder.File("kubernetes.io"));
        using var configuration = new ConfigurationManager();

        configuration.AddSecretFiles(_folder.Path);

        Assert.Equal("Host=database", configuration.GetConnectionString("plantcare"));
        Assert.Single(configuration.AsEnumerable(), entry => entry.Value is not null);
    }

    [Fact]
    public void Folder_that_is_not_there_adds_nothing()
    {
        using var configuration = new ConfigurationManager();

        configuration.AddSecretFiles(_folder.File("none"));

        Assert.Empty(configuration.AsEnumerable());
    }

    public void Dispose() => _folder.Dispose();
}
