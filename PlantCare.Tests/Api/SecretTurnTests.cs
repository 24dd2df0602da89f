using PlantCare.Api.Broker;
using PlantCare.Domain.Devices;

namespace PlantCare.Tests.Api;

/// <summary>Which of a device's two secrets a broker with room for one has, and when.</summary>
public sealed class SecretTurnTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly byte[] New = DeviceSecret.Hash("new");
    private static readonly byte[] Old = DeviceSecret.Hash("old");

    [Theory]
    [InlineData("PlantCare device; secret abc")]
    [InlineData("PlantCare device; secret abc; turn 3 since 1764061200000")]
    public void Parse_of_what_is_written_is_what_was_known(string description) =>
        Assert.Equal(description, SecretTurn.Parse(description)!.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somebody's lamp")]
    public void Parse_of_what_is_no_devices_is_nothing(string? description) => Assert.Null(SecretTurn.Parse(description));

    [Theory]
    [InlineData("PlantCare device; secret abc; turn x since y")]
    [InlineData("PlantCare device; secret abc; turn 1")]
    [InlineData("PlantCare device; secret abc; turn 1 since 999999999999999999")]
    public void Parse_of_a_turn_that_cannot_be_read_begins_anew(string description) =>
        Assert.Equal(new SecretTurn("abc"), SecretTurn.Parse(description));

    /// <summary>The promise: whatever rhythm a device tries in, and whenever it begins, either secret gets in after a few attempts.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(61)]
    [InlineData(300)]
    [InlineData(3_600)]
    public void Next_lets_a_device_in_with_either_secret_after_a_few_attempts(int pauseSeconds)
    {
        var most = 0;
        foreach (var secret in new[] { New, Old })
        {
            for (var offset = 0; offset < 2 * pauseSeconds; offset += Math.Max(1, pauseSeconds / 13))
            {
                most = Math.Max(most, AttemptsUntilIn(DeviceAccount.FingerprintOf(secret), offset, pauseSeconds));
            }
        }

        Assert.InRange(most, 1, 8);
    }

    [Fact]
    public void Next_while_the_device_is_there_with_its_old_secret_leaves_it_alone()
    {
        var turn = new SecretTurn(DeviceAccount.FingerprintOf(Old));
        var there = Device(new SignsOfLife(Online: true, Start.AddHours(5), TimeSpan.FromMinutes(10)));

        Assert.Null(turn.Next(there, lastHeard: null, Start.AddHours(5).AddMinutes(29), First));
        Assert.NotNull(turn.Next(there, lastHeard: null, Start.AddHours(5).AddMinutes(31), First));
        var gone = Device(new SignsOfLife(Online: false, Start.AddHours(5), TimeSpan.FromMinutes(10)));
        Assert.Null(turn.Next(gone, lastHeard: null, Start.AddHours(5).AddSeconds(4), First));
        Assert.Equal(1, turn.Next(gone, lastHeard: null, Start.AddHours(5).AddSeconds(6), First)!.Step);
    }

    [Fact]
    public void Next_after_the_device_was_there_begins_with_short_turns_again()
    {
        var turn = new SecretTurn(DeviceAccount.FingerprintOf(Old), Step: 16, Start.AddHours(1));
        var gone = Device(new SignsOfLife(Online: false, Start.AddHours(2), Interval: null));

        Assert.Equal(1, turn.Next(gone, lastHeard: null, Start.AddHours(2) + First, First)!.Step);
    }

    private static DeviceCredential Device(SignsOfLife presence) => new("pot", IsGateway: false, New, () => "new")
    {
        Previous = new PreviousCredential(Old, Start, () => "old"),
        Presence = presence,
    };

    private static int AttemptsUntilIn(string fingerprint, int offsetSeconds, int pauseSeconds)
    {
        var turn = new SecretTurn(DeviceAccount.FingerprintOf(Old));
        var device = Device(default);
        var attempts = 0;
        for (var second = 0; second < 24 * 3_600; second++)
        {
            turn = turn.Next(device, lastHeard: null, Start.AddSeconds(second), First) ?? turn;
            if (second >= offsetSeconds && (second - offsetSeconds) % pauseSeconds == 0)
            {
                attempts++;
                if (turn.Fingerprint == fingerprint)
                {
                    return attempts;
                }
            }
        }

        return int.MaxValue;
    }
}
