using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Conversions;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Storage.Relational.Plants;

/// <summary>The tables of plants, where they stand, with whom they are shared, and how they are cared for.</summary>
internal static class PlantModel
{
    private const int LongestPerson = 256;

    public static void Configure(ModelBuilder builder, string jsonType)
    {
        builder.Entity<Plant>(plant =>
        {
            plant.ToTable("plants");
            plant.Property(p => p.Name).HasMaxLength(100);
            plant.Property(p => p.Species).HasMaxLength(200);
            plant.Property(p => p.Location).HasMaxLength(100);
            plant.Property(p => p.Thresholds).IsJson(jsonType);
            plant.Property(p => p.CareInfo).IsJson(jsonType);
            plant.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
            plant.HasOne<Place>().WithMany().HasForeignKey(p => p.PlaceId).OnDelete(DeleteBehavior.SetNull);
            plant.HasIndex(p => new { p.UserId, p.Name });

            // What is about a plant names its owner, too, and this holds the two together: nobody can share, or write about, a plant of others.
            plant.HasAlternateKey(p => new { p.Id, p.UserId });
        });
        ConfigureSharing(builder);
        ConfigureCare(builder);
        builder.Entity<DeviceCommand>(command =>
        {
            command.ToTable("commands");
            command.Property(c => c.DeviceId).HasMaxLength(64);
            command.Property(c => c.Action).HasMaxLength(40);
            command.Property(c => c.Value).IsJson(jsonType);
            command.Property(c => c.Status).HasConversion<SnakeCaseEnumConverter<CommandStatus>>();
            command.Property(c => c.Detail).HasMaxLength(500);
            command.Property(c => c.RequestedBy).HasMaxLength(LongestPerson);
            command.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
            command.HasOne<User>().WithMany().HasForeignKey(c => c.RequestedById).OnDelete(DeleteBehavior.SetNull);
            command.HasOne<Plant>().WithMany().HasForeignKey(c => c.PlantId).OnDelete(DeleteBehavior.SetNull);
            command.HasIndex(c => new { c.DeviceId, c.Id });
            command.HasIndex(c => new { c.Status, c.ExpiresAt });
        });
    }

    private static void ConfigureSharing(ModelBuilder builder)
    {
        builder.Entity<Place>(place =>
        {
            place.ToTable("places");
            place.Property(p => p.Name).HasMaxLength(100);
            place.Property(p => p.Kind).HasMaxLength(40);
            place.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
            place.HasIndex(p => new { p.UserId, p.Name });
            place.HasAlternateKey(p => new { p.Id, p.UserId });
        });
        builder.Entity<Share>(share =>
        {
            share.ToTable("shares");
            share.Property(s => s.Role).HasConversion<SnakeCaseEnumConverter<ShareRole>>();
            share.Property(s => s.Label).HasMaxLength(256);
            share.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
            share.HasOne<User>().WithMany().HasForeignKey(s => s.HolderId).OnDelete(DeleteBehavior.Cascade);
            share.HasOne<Plant>().WithMany().HasForeignKey(s => new { s.PlantId, s.UserId }).HasPrincipalKey(p => new { p.Id, p.UserId }).OnDelete(DeleteBehavior.Cascade);
            share.HasOne<Place>().WithMany().HasForeignKey(s => new { s.PlaceId, s.UserId }).HasPrincipalKey(p => new { p.Id, p.UserId }).OnDelete(DeleteBehavior.Cascade);
            share.HasIndex(s => s.HolderId);
            share.HasIndex(s => s.TokenHash).IsUnique();
        });
    }

    private static void ConfigureCare(ModelBuilder builder)
    {
        builder.Entity<JournalEntry>(entry =>
        {
            entry.ToTable("journal");
            entry.Property(e => e.Kind).HasConversion<SnakeCaseEnumConverter<JournalKind>>();
            entry.Property(e => e.Note).HasMaxLength(4_000);
            entry.Property(e => e.PhotoType).HasMaxLength(64);
            entry.Property(e => e.Author).HasMaxLength(LongestPerson);
            entry.HasOne<User>().WithMany().HasForeignKey(e => e.UserId).OnDelete(DeleteBehavior.Cascade);
            entry.HasOne<User>().WithMany().HasForeignKey(e => e.AuthorId).OnDelete(DeleteBehavior.SetNull);
            entry.HasOne<Plant>().WithMany().HasForeignKey(e => new { e.PlantId, e.UserId }).HasPrincipalKey(p => new { p.Id, p.UserId }).OnDelete(DeleteBehavior.Cascade);
            entry.HasIndex(e => new { e.PlantId, e.HappenedAt, e.Id });
        });
        builder.Entity<Alert>(alert =>
        {
            alert.ToTable("alerts");
            alert.Property(a => a.DeviceId).HasMaxLength(64);
            alert.Property(a => a.Kind).HasConversion<SnakeCaseEnumConverter<AlertKind>>();
            alert.Property(a => a.State).HasConversion<SnakeCaseEnumConverter<AlertState>>();
            alert.Property(a => a.Metric).HasMaxLength(64);
            alert.Property(a => a.AcknowledgedBy).HasMaxLength(LongestPerson);
            alert.Property(a => a.ResolvedBy).HasMaxLength(LongestPerson);
            alert.HasOne<User>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
            alert.HasOne<Plant>().WithMany().HasForeignKey(a => new { a.PlantId, a.UserId }).HasPrincipalKey(p => new { p.Id, p.UserId }).OnDelete(DeleteBehavior.Cascade);
            alert.HasIndex(a => new { a.PlantId, a.State });
            alert.HasIndex(a => new { a.UserId, a.Id });
        });
    }
}
