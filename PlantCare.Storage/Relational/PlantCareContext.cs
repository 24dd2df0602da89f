using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Keys;
using PlantCare.Storage.Relational.Mail;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Sharing;
using PlantCare.Storage.Relational.Telegram;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational;

/// <summary>People, plants and devices. Each database has a context of its own below this one, with its own migrations.</summary>
/// <param name="options">Which database.</param>
/// <param name="tenant">On whose behalf.</param>
public abstract class PlantCareContext(DbContextOptions options, Tenant tenant) : IdentityUserContext<User, Guid>(options)
{
    /// <summary>The plants that the tenant may see.</summary>
    public DbSet<Plant> Plants => Set<Plant>();

    /// <summary>The places that the tenant may see.</summary>
    public DbSet<Place> Places => Set<Place>();

    /// <summary>The shares that the tenant gave or holds.</summary>
    public DbSet<Share> Shares => Set<Share>();

    /// <summary>The devices of the tenant, and those in plants that it may see.</summary>
    public DbSet<Device> Devices => Set<Device>();

    /// <summary>Which plants the tenant's devices have been in.</summary>
    public DbSet<DeviceAssignment> DeviceAssignments => Set<DeviceAssignment>();

    /// <summary>Sensors of the tenant's gateways that are in no plant yet.</summary>
    public DbSet<GatewaySensor> GatewaySensors => Set<GatewaySensor>();

    /// <summary>How those are that have a plant.</summary>
    public DbSet<SensorState> SensorStates => Set<SensorState>();

    /// <summary>Devices that belong to nobody yet; none for anybody but the system.</summary>
    public DbSet<FactoryDevice> FactoryDevices => Set<FactoryDevice>();

    /// <summary>The dead letters of the tenant's devices.</summary>
    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    /// <summary>The journals of the plants that the tenant may see.</summary>
    public DbSet<JournalEntry> Journal => Set<JournalEntry>();

    /// <summary>The commands to devices that the tenant may see.</summary>
    public DbSet<DeviceCommand> Commands => Set<DeviceCommand>();

    /// <summary>The alerts of the plants that the tenant may see.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>Where the tenant is signed in.</summary>
    public DbSet<UserSession> Sessions => Set<UserSession>();

    /// <summary>The tenant's keys for scripts.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>What happened to the tenant's account.</summary>
    public DbSet<AuditEntry> AuditLog => Set<AuditEntry>();

    /// <summary>Invitations to register; none for anybody but the system.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>What administrators have set; none for anybody but the system.</summary>
    public DbSet<SystemSetting> SystemSettings => Set<SystemSetting>();

    /// <summary>Accounts that are being erased; none for anybody but the system.</summary>
    public DbSet<Erasure> Erasures => Set<Erasure>();

    /// <summary>Letters that are to be mailed; none for anybody but the system.</summary>
    public DbSet<OutboxLetter> Outbox => Set<OutboxLetter>();

    /// <summary>What is being asked in Telegram of the tenant.</summary>
    public DbSet<TelegramRequest> TelegramRequests => Set<TelegramRequest>();

    /// <summary>The keys that processes share; none for anybody but the system.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>On whose behalf, for the connection to be told.</summary>
    internal Tenant Tenant => tenant;

    /// <summary>The column type for JSON.</summary>
    protected abstract string JsonType { get; }

    // The query filters read these anew at every query, so one context can serve whoever the tenant becomes.
    private Guid? TenantId => tenant.UserId;

    private bool IsSystem => tenant.IsSystem;

    private DateTimeOffset Now => tenant.Now;

    /// <summary>Keeps everybody else who asks for the same name waiting until the transaction, which has been begun, ends.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task HoldAsync(string name, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        PeopleModel.Configure(builder);
        PlantModel.Configure(builder, JsonType);
        DeviceModel.Configure(builder, JsonType);
        MailModel.Configure(builder);
        TelegramModel.Configure(builder);
        FilterOwnRows(builder);
        FilterSharedRows(builder);
        builder.Entity<DataProtectionKey>(key =>
        {
            key.ToTable("data_protection_keys");
            key.HasQueryFilter(_ => IsSystem);
        });
    }

    private void FilterOwnRows(ModelBuilder builder)
    {
        builder.Entity<DeadLetterRow>().HasQueryFilter(letter => IsSystem || letter.UserId == TenantId);
        builder.Entity<DeviceAssignment>().HasQueryFilter(assignment => IsSystem || assignment.UserId == TenantId);
        builder.Entity<GatewaySensor>().HasQueryFilter(sensor => IsSystem || sensor.UserId == TenantId);
        builder.Entity<SensorState>().HasQueryFilter(sensor => IsSystem || sensor.UserId == TenantId);
        builder.Entity<UserSession>().HasQueryFilter(session => IsSystem || session.UserId == TenantId);
        builder.Entity<ApiKey>().HasQueryFilter(key => IsSystem || key.UserId == TenantId);
        builder.Entity<AuditEntry>().HasQueryFilter(entry => IsSystem || entry.UserId == TenantId);
        builder.Entity<Invitation>().HasQueryFilter(_ => IsSystem);
        builder.Entity<SystemSetting>().HasQueryFilter(_ => IsSystem);
        builder.Entity<Erasure>().HasQueryFilter(_ => IsSystem);
        builder.Entity<FactoryDevice>().HasQueryFilter(_ => IsSystem);
        builder.Entity<OutboxLetter>().HasQueryFilter(_ => IsSystem);
        builder.Entity<TelegramRequest>().HasQueryFilter(request => IsSystem || request.UserId == TenantId);
    }

    // A share is its own account when it is a sitter link: docs/decisions/0016-sharing-in-the-database.md
    private void FilterSharedRows(ModelBuilder builder)
    {
        builder.Entity<Share>().HasQueryFilter(share =>
            IsSystem || share.UserId == TenantId || share.HolderId == TenantId || share.Id == TenantId);
        builder.Entity<Place>().HasQueryFilter(place =>
            IsSystem || place.UserId == TenantId || Shares.Any(share =>
                (share.HolderId == TenantId || share.Id == TenantId) && (share.ExpiresAt == null || share.ExpiresAt > Now) && share.PlaceId == place.Id));
        builder.Entity<Plant>().HasQueryFilter(plant =>
            IsSystem || plant.UserId == TenantId || Shares.Any(share =>
                (share.HolderId == TenantId || share.Id == TenantId) && (share.ExpiresAt == null || share.ExpiresAt > Now)
                && (share.PlantId == plant.Id || (plant.PlaceId != null && share.PlaceId == plant.PlaceId))));
        builder.Entity<Device>().HasQueryFilter(device =>
            IsSystem || device.UserId == TenantId || Plants.Any(plant => plant.Id == device.PlantId));
        builder.Entity<DeviceCommand>().HasQueryFilter(command =>
            IsSystem || command.UserId == TenantId || Plants.Any(plant => plant.Id == command.PlantId));
        builder.Entity<JournalEntry>().HasQueryFilter(entry =>
            IsSystem || entry.UserId == TenantId || Plants.Any(plant => plant.Id == entry.PlantId));
        builder.Entity<Alert>().HasQueryFilter(alert =>
            IsSystem || alert.UserId == TenantId || Plants.Any(plant => plant.Id == alert.PlantId));
    }
}
