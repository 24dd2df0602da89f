using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Metrics;
using PlantCare.Storage.Relational.Conversions;

namespace PlantCare.Storage.Relational.People;

/// <summary>The tables of accounts.</summary>
internal static class PeopleModel
{
    private const int LongestAddress = 64;
    private const int LongestClient = 256;
    private const int LongestName = 100;

    public static void Configure(ModelBuilder builder)
    {
        ConfigureIdentity(builder);
        ConfigureCredentials(builder);
        builder.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_log");
            entry.Property(e => e.Actor).HasMaxLength(LongestClient);
            entry.Property(e => e.Action).HasMaxLength(64);
            entry.Property(e => e.Subject).HasMaxLength(LongestClient);
            entry.Property(e => e.Detail).HasMaxLength(1_000);
            entry.Property(e => e.Address).HasMaxLength(LongestAddress);
            entry.Property(e => e.Client).HasMaxLength(LongestClient);
            entry.HasOne<User>().WithMany().HasForeignKey(e => e.UserId).OnDelete(DeleteBehavior.Cascade);
            entry.HasIndex(e => new { e.UserId, e.Id });
            entry.HasIndex(e => e.At);
        });
        builder.Entity<SystemSetting>(setting =>
        {
            setting.ToTable("system_settings");
            setting.HasKey(s => s.Key);
            setting.Property(s => s.Key).HasMaxLength(64);
        });
        builder.Entity<Erasure>(erasure =>
        {
            // Of an account that is no more, so that no key leads to it.
            erasure.ToTable("erasures");
            erasure.Property(e => e.Id).ValueGeneratedNever();
        });
    }

    private static void ConfigureCredentials(ModelBuilder builder)
    {
        builder.Entity<UserSession>(session =>
        {
            session.ToTable("sessions");
            session.Property(s => s.Method).HasMaxLength(32);
            session.Property(s => s.Client).HasMaxLength(LongestClient);
            session.Property(s => s.Address).HasMaxLength(LongestAddress);
            session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
            session.HasIndex(s => s.UserId);
            session.HasIndex(s => s.ExpiresAt);
        });
        builder.Entity<ApiKey>(key =>
        {
            key.ToTable("api_keys");
            key.Property(k => k.Name).HasMaxLength(LongestName);
            key.Property(k => k.Prefix).HasMaxLength(16);
            key.Property(k => k.Scopes).HasMaxLength(64);
            key.HasOne<User>().WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Cascade);
            key.HasIndex(k => k.KeyHash).IsUnique();
            key.HasIndex(k => k.UserId);
        });
        builder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitations");
            invitation.Property(i => i.Email).HasMaxLength(256);
            invitation.HasOne<User>().WithMany().HasForeignKey(i => i.CreatedById).OnDelete(DeleteBehavior.Cascade);
            invitation.HasIndex(i => i.TokenHash).IsUnique();
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
            user.Property(u => u.DisplayName).HasMaxLength(LongestName);
            user.Property(u => u.Language).HasMaxLength(16);
            user.Property(u => u.TimeZone).HasMaxLength(64);
            user.Property(u => u.MustConfirmEmail).HasDefaultValue(false);
            user.Property(u => u.TemperatureUnit).HasConversion<SnakeCaseEnumConverter<TemperatureUnit>>().HasDefaultValue(TemperatureUnit.Celsius);
            user.Property(u => u.LightUnit).HasConversion<SnakeCaseEnumConverter<LightUnit>>().HasDefaultValue(LightUnit.Lux);
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
