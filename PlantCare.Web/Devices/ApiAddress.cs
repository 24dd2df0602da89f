namespace PlantCare.Web.Devices;

/// <summary>Where Api is, as the configuration says.</summary>
/// <param name="configuration">The configuration.</param>
internal sealed class ApiAddress(IConfiguration configuration)
{
    /// <summary>Its address; null when only the network knows it.</summary>
    public Uri? Value =>
        Uri.TryCreate(configuration["services:api:https:0"] ?? configuration["services:api:http:0"], UriKind.Absolute, out var address) ? address : null;
}
