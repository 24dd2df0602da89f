using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>Writes down since when a device has been in which plant, so that a reading which comes late goes to the plant that it was measured in.</summary>
internal static class DeviceMoves
{
    /// <summary>Puts a device into another plant, or into none. The caller saves.</summary>
    public static async Task MoveToAsync(
        this Device device, Guid? plantId, PlantCareContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (device.PlantId == plantId)
        {
            return;
        }

        // A device that has never been moved has been where it is for as long as it has existed.
        if (!await database.DeviceAssignments.AnyAsync(assignment => assignment.DeviceRowId == device.Id, cancellationToken))
        {
            database.Add(Stay(device, device.PlantId, device.CreatedAt));
        }

        database.Add(Stay(device, plantId, now));
        device.PlantId = plantId;
    }

    private static DeviceAssignment Stay(Device device, Guid? plantId, DateTimeOffset since) =>
        new() { UserId = device.UserId, DeviceRowId = device.Id, PlantId = plantId, Since = since };
}
