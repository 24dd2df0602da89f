namespace PlantCare.Storage.Relational.Devices;

/// <summary>Says which devices may sign in, for everybody who keeps what signing in is checked against.</summary>
public static class DeviceSignIn
{
    /// <summary>Those that are not disabled, of accounts that are not either. Whoever asks must see every account.</summary>
    public static IQueryable<Device> DevicesThatMaySignIn(this PlantCareContext context) => context.Devices.Where(
        device => device.DisabledAt == null && context.Users.Any(user => user.Id == device.UserId && user.DisabledAt == null));
}
