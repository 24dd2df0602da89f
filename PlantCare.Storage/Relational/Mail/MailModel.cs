using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Storage.Relational.Mail;

/// <summary>The table of letters.</summary>
internal static class MailModel
{
    private const int LongestFault = 500;

    public static void Configure(ModelBuilder builder) => builder.Entity<OutboxLetter>(letter =>
    {
        letter.ToTable("outbox");
        letter.Property(l => l.Kind).HasMaxLength(32);
        letter.Property(l => l.Fault).HasMaxLength(LongestFault);
        letter.HasOne<User>().WithMany().HasForeignKey(l => l.RecipientId).OnDelete(DeleteBehavior.Cascade);
        letter.HasOne<User>().WithMany().HasForeignKey(l => l.SenderId).OnDelete(DeleteBehavior.Cascade);
        letter.HasIndex(l => l.NextAt);
        letter.HasIndex(l => l.AddressHash);
    });
}
