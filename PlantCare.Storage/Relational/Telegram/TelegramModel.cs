using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational.Conversions;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Storage.Relational.Telegram;

/// <summary>The table of what is being asked in Telegram.</summary>
internal static class TelegramModel
{
    private const int LongestWord = 16;

    public static void Configure(ModelBuilder builder) => builder.Entity<TelegramRequest>(request =>
    {
        request.ToTable("telegram_requests");
        request.Property(r => r.Purpose).HasConversion<SnakeCaseEnumConverter<TelegramPurpose>>().HasMaxLength(LongestWord);
        request.Property(r => r.Progress).HasConversion<SnakeCaseEnumConverter<TelegramProgress>>().HasMaxLength(LongestWord);
        request.Property(r => r.TelegramId).HasMaxLength(32);
        request.Property(r => r.Number).HasMaxLength(LongestWord);
        request.Property(r => r.Client).HasMaxLength(256);
        request.Property(r => r.Address).HasMaxLength(64);
        request.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
        request.HasIndex(r => r.CodeHash).IsUnique();
        request.HasIndex(r => r.ExpiresAt);
    });
}
