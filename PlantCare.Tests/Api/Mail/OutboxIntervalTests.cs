using PlantCare.Api.Mail;

namespace PlantCare.Tests.Api.Mail;

/// <summary>How often the outbox is looked at.</summary>
public sealed class OutboxIntervalTests
{
    [Theory]
    [InlineData(null, 60, 3_600)]
    [InlineData("mail.example.org", 60, 15)]
    [InlineData("mail.example.org", 2, 2)]
    public void IntervalOf_is_long_where_no_mail_server_is_set_up(string? host, int retrySeconds, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        OutboxWorker.IntervalOf(new MailSettings { Host = host, RetryEvery = TimeSpan.FromSeconds(retrySeconds) }));
}
