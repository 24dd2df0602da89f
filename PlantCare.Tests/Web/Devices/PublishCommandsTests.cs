using System.Diagnostics;
using PlantCare.Contracts.Devices;
using PlantCare.Web.Devices;

namespace PlantCare.Tests.Web.Devices;

public sealed class PublishCommandsTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("it's \"so\" $HOME `id` \\ !")]
    [InlineData("-begins-with-a-dash")]
    [InlineData("{\"soil_moisture\":42}")]
    public async Task Quote_is_one_word_to_a_shell(string word)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "printf '[%s]' " + PublishCommands.Quote(word)]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        Assert.Equal($"[{word}]", await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Mosquitto_speaks_mqtt_5_and_waits_for_the_answer()
    {
        var line = PublishCommands.Mosquitto(new MqttSettings("ignored", 1883, Tls: false, "pot-001", "-s3cret_", "plantcare/pot-001/readings"), "192.168.1.20");

        Assert.Equal(
            "mosquitto_pub -V 5 -q 1 -h 192.168.1.20 -p 1883 -u pot-001 -P '-s3cret_' -t plantcare/pot-001/readings "
            + "-m '{\"soil_moisture\":42,\"temperature\":21.5,\"humidity\":48}'",
            line);
    }

    [Fact]
    public void Mosquitto_over_tls_trusts_what_the_system_trusts() => Assert.Contains(
        " --tls-use-os-certs ",
        PublishCommands.Mosquitto(new MqttSettings("h", 8883, Tls: true, "pot-001", "s", "t"), "plants.example.org"),
        StringComparison.Ordinal);

    [Fact]
    public void Curl_posts_to_data() => Assert.EndsWith(
        " http://192.168.1.20:5004/data", PublishCommands.Curl("pot-001", "s3cret", new Uri("http://192.168.1.20:5004/")), StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost", "192.168.1.20", "192.168.1.20")]
    [InlineData("127.0.0.1", "plants.local", "plants.local")]
    [InlineData("api", "plants.local", "plants.local")]
    [InlineData("[::1]", "plants.local", "plants.local")]
    [InlineData("0.0.0.0", "[fd00::2]", "fd00::2")]
    [InlineData("broker.example.org", "plants.local", "broker.example.org")]
    [InlineData("192.168.1.5", "localhost", "192.168.1.5")]
    public void Host_is_one_that_a_device_can_find(string configured, string browser, string expected) =>
        Assert.Equal(expected, ReachableHost.Of(configured, browser));

    [Fact]
    public void Address_keeps_its_scheme_and_port() =>
        Assert.Equal("http://[fd00::2]:5004/", ReachableHost.Of(new Uri("http://localhost:5004"), "[fd00::2]").AbsoluteUri);
}
