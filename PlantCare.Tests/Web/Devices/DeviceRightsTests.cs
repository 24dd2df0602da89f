using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Web.Devices;

namespace PlantCare.Tests.Web.Devices;

public sealed class DeviceRightsTests
{
    private static readonly Guid Reader = Guid.CreateVersion7();
    private static readonly DeviceResponse Device = Garden.Household(DateTimeOffset.UnixEpoch).Devices[0];

    [Theory]
    [InlineData(ShareRole.Viewer, false)]
    [InlineData(ShareRole.Caretaker, false)]
    [InlineData(ShareRole.Owner, true)]
    public void Device_of_somebody_else_is_changed_by_who_may_change_its_plant(ShareRole role, bool changes) =>
        Assert.Equal(changes, DeviceRights.MayChange(Device, [Plant(Device.PlantId!.Value, role)], Reader));

    [Fact]
    public void Own_device_is_changed_whatever_it_measures() => Assert.True(DeviceRights.MayChange(Device, [], Device.UserId));

    [Fact]
    public void Gateway_is_not_changed_by_who_may_change_only_some_of_its_plants()
    {
        var other = Guid.CreateVersion7();
        var gateway = Device with
        {
            Config = DeviceConfig.Empty with { Channels = new Dictionary<string, Channel>(StringComparer.Ordinal) { ["probe"] = new(other, "soil_moisture") } },
        };
        var plant = Plant(Device.PlantId!.Value, ShareRole.Owner);

        Assert.False(DeviceRights.MayChange(gateway, [plant], Reader));
        Assert.False(DeviceRights.MayChange(gateway, [plant, Plant(other, ShareRole.Viewer)], Reader));
        Assert.True(DeviceRights.MayChange(gateway, [plant, Plant(other, ShareRole.Owner)], Reader));
    }

    [Fact]
    public void Device_is_moved_among_its_owners_plants_only()
    {
        var (own, others) = (Plant(Guid.CreateVersion7(), role: null), Plant(Guid.CreateVersion7(), ShareRole.Owner) with { UserId = Guid.CreateVersion7() });

        Assert.Equal([own], DeviceRights.Keeping([own, others, Plant(Guid.CreateVersion7(), ShareRole.Viewer)], Device));
    }

    private static PlantResponse Plant(Guid id, ShareRole? role) =>
        Garden.NewPlant("Basil", species: null, location: null, DateTimeOffset.UnixEpoch) with { Id = id, Role = role };
}
