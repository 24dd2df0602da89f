using PlantCare.Simulator.CommandLine;

namespace PlantCare.Tests.Simulator;

public sealed class SimulatorOptionsTests
{
    [Fact]
    public void Parse_aDevice_takesItFromTheBrokersAddress()
    {
        var options = Parse("--broker", "mqtt://kitchen-basil:s%40cret@broker:1884", "--pot", "chili", "--every", "2m", "--history", "14d", "--speed", "60");

        Assert.Equal(("kitchen-basil", "s@cret"), (options.DeviceId, options.Secret));
        Assert.Equal(("broker", 1884, false), (options.Broker.Host, options.Broker.Port, options.Broker.UseTls));
        Assert.Equal(("chili", TimeSpan.FromMinutes(2), TimeSpan.FromDays(14), 60), (options.Pot.Key, options.Every, options.History, options.Speed));
    }

    [Fact]
    public void Parse_environment_saysTheSame()
    {
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__mqtt"] = "mqtts://broker",
            ["services__api__http__0"] = "http://api:5004",
            ["SIMULATOR_EMAIL"] = "you@example.com",
            ["SIMULATOR_PASSWORD"] = "secret",
        };

        var options = SimulatorOptions.Parse(["--register"], environment.GetValueOrDefault);

        Assert.Equal((8883, true), (options.Broker.Port, options.Broker.UseTls));
        Assert.True(options.Register);
        Assert.Equal(new Uri("http://api:5004"), options.Api);
        Assert.Equal("you@example.com", options.Email);
    }

    [Theory]
    [InlineData("--broker is missing")]
    [InlineData("--broker needs a value", "--broker")]
    [InlineData("--broker must be like", "--broker", "localhost")]
    [InlineData("--broker needs the device's id", "--broker", "mqtt://localhost")]
    [InlineData("'--sped' is not an argument", "--sped", "3")]
    [InlineData("--pot is 'fern'", "--broker", "mqtt://a:b@c", "--pot", "fern")]
    [InlineData("--every is '5'", "--broker", "mqtt://a:b@c", "--every", "5")]
    [InlineData("--speed is '0'", "--broker", "mqtt://a:b@c", "--speed", "0")]
    [InlineData("--seed is 'x'", "--broker", "mqtt://a:b@c", "--seed", "x")]
    [InlineData("--api needs --email", "--broker", "mqtt://c", "--api", "http://localhost")]
    public void Parse_malformed_namesTheArgument(string expected, params string[] args)
    {
        var fault = Assert.Throws<ArgumentFault>(() => Parse(args));

        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    private static SimulatorOptions Parse(params string[] args) => SimulatorOptions.Parse(args, _ => null);
}
