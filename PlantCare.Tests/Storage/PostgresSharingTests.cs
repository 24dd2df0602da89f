using Microsoft.EntityFrameworkCore;
using Npgsql;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Sharing;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>What the database lets holders of a share write, whatever a program lets them.</summary>
public sealed class PostgresSharingTests(SharedPostgres shared) : IAsyncLifetime
{
    private RelationalHost _host = null!;
    private User _ada = null!;
    private User _bob = null!;
    private Plant _basil = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = await shared.GetAsync();
        _host = await RelationalHost.StartAsync(server.ConnectionString(await server.CreateDatabaseAsync()));
        (_ada, _bob) = (await _host.AddUserAsync("ada"), await _host.AddUserAsync("bob"));
        _basil = RelationalHost.Plant(_ada, "Basil");
        await _host.SaveAsync(_ada, _basil, new Alert { UserId = _ada.Id, PlantId = _basil.Id, DeviceId = "basil-1" });
    }

    public async ValueTask DisposeAsync() => await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Theory]
    [InlineData(ShareRole.Viewer, false, false, false)]
    [InlineData(ShareRole.Sitter, true, true, false)]
    [InlineData(ShareRole.Caretaker, true, true, true)]
    [InlineData(ShareRole.Owner, true, true, true)]
    public async Task Holder_writes_what_the_role_allows(ShareRole role, bool mayCommand, bool mayWrite, bool mayAcknowledge)
    {
        await _host.SaveAsync(_ada, new Share { UserId = _ada.Id, PlantId = _basil.Id, HolderId = _bob.Id, Role = role });

        Assert.Equal(mayCommand, await IsTakenAsync(
            new DeviceCommand { UserId = _ada.Id, DeviceId = "basil-1", PlantId = _basil.Id, Action = "water", RequestedBy = "bob" }));
        Assert.Equal(mayWrite, await IsTakenAsync(new JournalEntry { UserId = _ada.Id, PlantId = _basil.Id, Author = "bob" }));
        var acknowledged = await _host.AsAsync(_bob, context => context.Alerts.ExecuteUpdateAsync(
            alert => alert.SetProperty(a => a.State, AlertState.Acknowledged), Cancellation));
        Assert.Equal(mayAcknowledge ? 1 : 0, acknowledged);
    }

    [Fact]
    public async Task Holder_changes_neither_the_plant_nor_the_share_and_shares_nothing_on()
    {
        await _host.SaveAsync(_ada, new Share { UserId = _ada.Id, PlantId = _basil.Id, HolderId = _bob.Id, Role = ShareRole.Caretaker });

        foreach (var statement in (string[])["UPDATE plants SET name = 'mine'", "UPDATE shares SET role = 'owner'", "DELETE FROM plants", "DELETE FROM shares", "DELETE FROM journal"])
        {
            Assert.Equal(0, await _host.AsAsync(_bob, context => context.Database.ExecuteSqlRawAsync(statement, Cancellation)));
        }

        Assert.False(await IsTakenAsync(new Share { UserId = _ada.Id, PlantId = _basil.Id, HolderId = _bob.Id, Role = ShareRole.Owner }));
        Assert.False(await IsTakenAsync(new JournalEntry { UserId = _bob.Id, PlantId = _basil.Id, Author = "bob" }));
    }

    [Fact]
    public async Task Plant_goes_into_places_of_its_own_account_alone()
    {
        var home = new Place { UserId = _bob.Id, Name = "Bob's", Kind = "home" };
        await _host.SaveAsync(_bob, home);

        await Assert.ThrowsAsync<PostgresException>(() => _host.AsAsync(
            _ada, context => context.Database.ExecuteSqlAsync($"UPDATE plants SET place_id = {home.Id}", Cancellation)));
    }

    [Fact]
    public async Task Record_of_events_can_be_read_by_its_account_and_changed_by_nobody()
    {
        await _host.SaveAsSystemAsync(new AuditEntry { UserId = _ada.Id, Actor = "ada", Action = "sign_in" });

        Assert.Equal("sign_in", await _host.AsAsync(_ada, context => context.AuditLog.Select(entry => entry.Action).SingleAsync(Cancellation)));
        Assert.Empty(await _host.AsAsync(_bob, context => context.AuditLog.ToListAsync(Cancellation)));
        foreach (var statement in (string[])["UPDATE audit_log SET action = 'nothing'", "DELETE FROM audit_log"])
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => _host.AsAsync(
                _ada, context => context.Database.ExecuteSqlRawAsync(statement, Cancellation)));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    // In a scope of its own, since a context keeps what it could not save.
    private async Task<bool> IsTakenAsync(object row)
    {
        try
        {
            await _host.SaveAsync(_bob, row);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException)
        {
            return false;
        }
    }
}
