using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlantCare.Api.Keys;
using PlantCare.ServiceDefaults;
using PlantCare.Storage.Relational;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>Keys that several processes share and that outlive them.</summary>
public sealed class DatabaseKeysTests(SharedPostgres shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_of_several_replicas_at_once_on_an_empty_database_makes_one_key_that_all_use()
    {
        var connectionString = await DatabaseAsync();
        var replicas = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync(connectionString)));
        try
        {
            var words = replicas.Select(replica => Protector(replica).Protect("a secret")).ToList();

            Assert.All(replicas, replica => Assert.All(words, word => Assert.Equal("a secret", Protector(replica).Unprotect(word))));
            Assert.Equal(1, await CountAsync(replicas[0]));
        }
        finally
        {
            await Task.WhenAll(replicas.Select(StopAsync));
        }
    }

    [Fact]
    public async Task StoreElement_of_two_that_found_no_key_keeps_the_first()
    {
        await using var host = await RelationalHost.StartAsync(await DatabaseAsync());
        var system = host.Services.GetRequiredService<SystemWork>();
        var (one, two) = (new DatabaseKeys(system), new DatabaseKeys(system));
        Assert.Empty(one.GetAllElements());
        Assert.Empty(two.GetAllElements());

        one.StoreElement(new XElement("key", new XAttribute("id", 1)), "first");
        two.StoreElement(new XElement("key", new XAttribute("id", 2)), "second");
        Assert.Equal("1", Assert.Single(two.GetAllElements()).Attribute("id")?.Value);

        // Later ones are made ahead of time, and each is kept.
        two.StoreElement(new XElement("key", new XAttribute("id", 3)), "third");
        Assert.Equal(["1", "3"], one.GetAllElements().Select(key => key.Attribute("id")?.Value));
    }

    [Fact]
    public async Task Restart_reads_what_was_protected_before()
    {
        var connectionString = await DatabaseAsync();
        var before = await StartAsync(connectionString);
        var word = Protector(before).Protect("a secret");
        await StopAsync(before);

        var after = await StartAsync(connectionString);
        try
        {
            Assert.Equal("a secret", Protector(after).Unprotect(word));
            Assert.Equal(1, await CountAsync(after));
        }
        finally
        {
            await StopAsync(after);
        }
    }

    private static IDataProtector Protector(WebApplication host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static Task<int> CountAsync(WebApplication host) =>
        host.Services.GetRequiredService<SystemWork>().RunAsync(database => database.DataProtectionKeys.CountAsync(Cancellation));

    private static async Task<WebApplication> StartAsync(string connectionString)
    {
        var logs = new LogRecorder();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:plantcare"] = connectionString;
        builder.WebHost.UseTestServer();
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddRelationalStorage(builder.Configuration);
        builder.AddPlantCareKeys();
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        logs.AssertNoErrors(entry => entry.Category.StartsWith(DbLoggerCategory.Name, StringComparison.Ordinal));
        return host;
    }

    private static async Task StopAsync(WebApplication host)
    {
        await host.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
    }

    private async Task<string> DatabaseAsync()
    {
        var server = await shared.GetAsync();
        return server.ConnectionString(await server.CreateDatabaseAsync());
    }
}
