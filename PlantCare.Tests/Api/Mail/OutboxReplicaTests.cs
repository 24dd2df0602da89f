using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Mail;
using PlantCare.Api.Mail.Letters;
using PlantCare.Tests.Api.Administration;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Mail;

/// <summary>Many rounds at one outbox at once, in PostgreSQL, as those of replicas are.</summary>
public sealed class OutboxReplicaTests(SharedPostgres postgres, SharedInfluxServer influx) : IClassFixture<SharedInfluxServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_that_several_rounds_find_at_once_arrive_once_each()
    {
        await using var smtp = new SmtpServer();
        var servers = await EditionContract.ServersAsync(postgres, influx);
        (string, string)[] settings = [.. servers, .. MailFixture.SettingsFor(smtp.Port)];

        await using var one = await ApiHost.StartAsync(settings);
        var outbox = one.Services.GetRequiredService<Outbox>();
        var worker = one.Services.GetRequiredService<OutboxWorker>();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => outbox.PutAsync(
            new Mailing(MailKinds.Notice, $"ada{i}@example.com", new Letter("Hello", "en", ["Hello"], Link: null, [])), Cancellation)));

        // The rounds of replicas know nothing of each other; neither do these.
        await Until.TrueAsync(
            async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => worker.RunDueAsync(Cancellation)));
                return await one.LookAsync(database => database.Outbox.AllAsync(letter => letter.SentAt != null, Cancellation));
            },
            Cancellation);

        Assert.Equal(30, smtp.Letters.Count);
        Assert.Equal(30, smtp.Letters.Select(letter => letter.MessageId).Distinct(StringComparer.Ordinal).Count());
    }
}
