using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.Conversions;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Keys;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational;

/// <summary>People, plants and devices. Each database has a context of its own below this one, with its own migrations.</summary>
/// <param name="options">Which database.</param>
/// <param name="tenant">On whose behalf.</param>
public abstract class PlantCareContext(DbContextOptions options, Tenant tenant) : IdentityUserContext<User, Guid>(options)
{
    /// <summary>The plants of the tenant.</summary>
    public DbSet<Plant> Plants => Set<Plant>();

    /// <summary>The devices of the tenant.</summary>
    public DbSet<Device> Devices => Set<Device>();

    /// <summary>The dead letters of the tenant's devices.</summary>
    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    /// <summary>The keys that processes share; none for anybody but the system.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>On whose behalf, for the connection to be told.</summary>
    internal Tenant Tenant => tenant;

    /// <summary>The column type for JSON.</summary>
    protected abstract string JsonType { get; }

    // The query filters read these anew at every query, so one context can serve whoever the tenant becomes.
    private Guid? TenantId => tenant.UserId;

    private bool IsSystem => tenant.IsSystem;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        ConfigureIdentity(builder);

        builder.Entity<Plant>(plant =>
        {
            plant.ToTable("plants");
            plant.Property(p => p.Name).HasMaxLength(100);
            plant.Property(p => p.Species).HasMaxLength(200);
            plant.Property(p => p.Location).HasMaxLength(100);
            plant.Property(p => p.Thresholds).IsJson(JsonType);
            plant.Property(p => p.CareInfo).IsJson(JsonType);
            plant.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
            plant.HasIndex(p => new { p.UserId, p.Name });
            plant.HasQueryFilter(p => IsSystem || p.UserId == TenantId);
        });

        builder.Entity<Device>(device =>
        {
            device.ToTable("devices");
            device.Property(d => d.DeviceId).HasMaxLength(64);
            device.HasIndex(d => d.DeviceId).IsUnique();
            device.Property(d => d.Name).HasMaxLength(100);
            device.Property(d => d.Type).HasMaxLength(40);
            device.Property(d => d.Config).IsJson(JsonType);
            device.HasOne<User>().WithMany().HasForeignKey(d => d.UserId).OnDelete(DeleteBehavior.Cascade);
            device.HasOne(d => d.Plant).WithMany().HasForeignKey(d => d.PlantId).OnDelete(DeleteBehavior.SetNull);
            device.HasQueryFilter(d => IsSystem || d.UserId == TenantId);
        });

        builder.Entity<DeadLetterRow>(letter =>
        {
            letter.ToTable("dead_letters");
            letter.Property(l => l.DeviceId).HasMaxLength(64);
            letter.Property(l => l.Reason).HasConversion<SnakeCaseEnumConverter<RejectionReason>>();
            letter.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
            letter.HasIndex(l => new { l.DeviceId, l.Id });
            letter.HasIndex(l => l.ReceivedAt);
            letter.HasQueryFilter(l => IsSystem || l.UserId == TenantId);
        });

        builder.Entity<DataProtectionKey>(key =>
        {
            key.ToTable("data_protection_keys");
            key.HasQueryFilter(_ => IsSystem);
        });
    }

    private static void ConfigureIdentity(ModelBuilder builder)
    {
        builder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.UserName).HasColumnName("username");
            user.Property(u => u.NormalizedUserName).HasColumnName("normalized_username");
            user.Property(u => u.PhoneNumber).HasMaxLength(256);
            user.Property(u => u.DisplayName).HasMaxLength(100);
            user.HasIndex(u => u.TelegramId).IsUnique();
        });

        // Identity's base model depends on the options of the process that runs it. What its schema version 3 adds is said here, so
        // that every service and every migration sees the same tables.
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.ToTable("user_logins");
            login.Property(l => l.LoginProvider).HasMaxLength(128);
            login.Property(l => l.ProviderKey).HasMaxLength(128);
        });
        builder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("user_tokens");
            token.Property(t => t.LoginProvider).HasMaxLength(128);
            token.Property(t => t.Name).HasMaxLength(128);
        });
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("user_passkeys");
            passkey.HasKey(p => p.CredentialId);
            passkey.Property(p => p.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(p => p.Data).ToJson("data");
            passkey.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
