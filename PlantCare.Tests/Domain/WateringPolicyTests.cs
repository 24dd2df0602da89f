using PlantCare.Domain.Care;

namespace PlantCare.Tests.Domain;

public sealed class WateringPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly WateringPolicy Policy = new(Longest: TimeSpan.FromSeconds(60), MostAnHour: TimeSpan.FromSeconds(100));

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.4, false)]
    [InlineData(0.5, true)]
    [InlineData(60, true)]
    [InlineData(60.1, false)]
    public void Allows_one_watering_between_the_shortest_and_the_longest(double seconds, bool expected) =>
        Assert.Equal(expected, Policy.Allows(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Allows_no_single_watering_that_is_more_than_an_hour_may_have() =>
        Assert.False(new WateringPolicy(TimeSpan.FromSeconds(60), MostAnHour: TimeSpan.FromSeconds(30)).Allows(TimeSpan.FromSeconds(40)));

    [Fact]
    public void WaitBefore_with_room_left_is_nothing() =>
        Assert.Equal(TimeSpan.Zero, Policy.WaitBefore(TimeSpan.FromSeconds(50), [Past(minutesAgo: 5, seconds: 50)], Now));

    [Fact]
    public void WaitBefore_counts_what_is_older_than_an_hour_no_more() =>
        Assert.Equal(TimeSpan.Zero, Policy.WaitBefore(TimeSpan.FromSeconds(60), [Past(minutesAgo: 60, seconds: 60)], Now));

    [Fact]
    public void WaitBefore_lasts_until_enough_of_the_oldest_no_longer_count()
    {
        var lately = new[] { Past(minutesAgo: 10, seconds: 20), Past(minutesAgo: 50, seconds: 40), Past(minutesAgo: 40, seconds: 30) };

        Assert.Equal(TimeSpan.FromMinutes(10), Policy.WaitBefore(TimeSpan.FromSeconds(50), lately, Now));
        Assert.Equal(TimeSpan.FromMinutes(20), Policy.WaitBefore(TimeSpan.FromSeconds(60), [.. lately, Past(minutesAgo: 5, seconds: 10)], Now));
    }

    private static (DateTimeOffset At, TimeSpan For) Past(int minutesAgo, double seconds) =>
        (Now - TimeSpan.FromMinutes(minutesAgo), TimeSpan.FromSeconds(seconds));
}
