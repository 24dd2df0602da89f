using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.Conversions;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>The tables of devices.</summary>
internal static class DeviceModel
{
    private const int LongestDeviceId = 64;
    private const int LongestVersion = 64;

    public static void Configure(ModelBuilder builder, string jsonType)
    {
        builder.Entity<Device>(device =>
        {
            device.ToTable("devices");
            device.Property(d => d.DeviceId).HasMaxLength(LongestDeviceId);
            device.HasIndex(d => d.DeviceId).IsUnique();
            device.Property(d => d.Name).HasMaxLength(100);
            device.Property(d => d.Type).HasMaxLength(40);
            device.Property(d => d.Firmware).HasMaxLength(LongestVersion);
            device.Property(d => d.Config).IsJson(jsonType);
            device.HasOne<User>().WithMany().HasForeignKey(d => d.UserId).OnDelete(DeleteBehavior.Cascade);
            device.HasOne(d => d.Plant).WithMany().HasForeignKey(d => d.PlantId).OnDelete(DeleteBehavior.SetNull);
        });
        builder.Entity<DeviceAssignment>(assignment =>
        {
            assignment.ToTable("device_assignments");
            assignment.HasOne<User>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
            assignment.HasOne<Device>().WithMany().HasForeignKey(a => a.DeviceRowId).OnDelete(DeleteBehavior.Cascade);
            assignment.HasOne<Plant>().WithMany().HasForeignKey(a => a.PlantId).OnDelete(DeleteBehavior.SetNull);
            assignment.HasIndex(a => new { a.DeviceRowId, a.Since });
        });
        builder.Entity<GatewaySensor>(sensor =>
        {
            sensor.ToTable("gateway_sensors");
            sensor.Property(s => s.Sensor).HasMaxLength(SensorName.MaxLength);
            sensor.Property(s => s.Dialect).HasMaxLength(40);
            sensor.Property(s => s.Topic).HasMaxLength(GatewaySensor.LongestTopic);
            sensor.Property(s => s.Measurements).IsJson(jsonType).HasDefaultValueSql("'{}'");
            sensor.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
            sensor.HasOne<Device>().WithMany().HasForeignKey(s => s.DeviceRowId).OnDelete(DeleteBehavior.Cascade);
            sensor.HasIndex(s => new { s.DeviceRowId, s.Sensor }).IsUnique();
        });
        builder.Entity<SensorState>(sensor =>
        {
            sensor.ToTable("sensor_states");
            sensor.Property(s => s.Sensor).HasMaxLength(SensorName.MaxLength);
            sensor.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
            sensor.HasOne<Device>().WithMany().HasForeignKey(s => s.DeviceRowId).OnDelete(DeleteBehavior.Cascade);
            sensor.HasIndex(s => new { s.DeviceRowId, s.Sensor }).IsUnique();
        });
        builder.Entity<FactoryDevice>(device =>
        {
            device.ToTable("factory_devices");
            device.HasKey(d => d.DeviceId);
            device.Property(d => d.DeviceId).HasMaxLength(LongestDeviceId);
            device.Property(d => d.Model).HasMaxLength(100);
            device.Property(d => d.Firmware).HasMaxLength(LongestVersion);
            device.HasIndex(d => d.CodeHash).IsUnique();
        });
        builder.Entity<DeadLetterRow>(letter =>
        {
            letter.ToTable("dead_letters");
            letter.Property(l => l.DeviceId).HasMaxLength(LongestDeviceId);
            letter.Property(l => l.Reason).HasConversion<SnakeCaseEnumConverter<RejectionReason>>();
            letter.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
            letter.HasIndex(l => new { l.DeviceId, l.Id });
            letter.HasIndex(l => l.ReceivedAt);
        });
    }
}
