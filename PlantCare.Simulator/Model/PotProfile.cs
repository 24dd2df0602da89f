namespace PlantCare.Simulator.Model;

/// <summary>A plant, its pot, its place and its keeper.</summary>
internal sealed record PotProfile
{
    /// <summary>The name under which the command line knows it.</summary>
    public required string Key { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its species.</summary>
    public required string Species { get; init; }

    /// <summary>Where it stands.</summary>
    public required string Location { get; init; }

    /// <summary>The soil's volume, litres.</summary>
    public required double Litres { get; init; }

    /// <summary>
    /// Water that the plant draws in an hour of full light at a deficit of 1 kPa, litres. A basil in a 12 cm pot drinks about 0.15 l on a
    /// bright day.
    /// </summary>
    public required double DrinksPerHour { get; init; }

    /// <summary>The part of outdoor light that reaches it: 0.02 to 0.3 indoors, near 0.8 on a balcony.</summary>
    public required double LightFactor { get; init; }

    /// <summary>Whether the weather outside is its weather.</summary>
    public bool IsOutdoors { get; init; }

    /// <summary>The soil moisture, %, at which its keeper reaches for the can; a forgetful one does so late.</summary>
    public required double WateredAt { get; init; }

    /// <summary>How late, on average.</summary>
    public required TimeSpan Forgetfulness { get; init; }

    /// <summary>How much water it then gets, litres.</summary>
    public required double CanLitres { get; init; }

    /// <summary>The soil moisture, %, that it begins with.</summary>
    public double StartMoisture { get; init; } = 55;

    /// <summary>The charge of the device's battery that it begins with, %; null when it hangs on the mains.</summary>
    public double? StartBattery { get; init; } = 96;

    /// <summary>How much charge a day takes, %.</summary>
    public double BatteryPerDay { get; init; } = 0.35;

    /// <summary>How likely a single message is lost.</summary>
    public double LossRate { get; init; } = 0.004;

    /// <summary>Degrees north.</summary>
    public double Latitude { get; init; } = 45.5;

    /// <summary>Degrees east.</summary>
    public double Longitude { get; init; } = 9.2;

    /// <summary>A basil on a kitchen window, thirsty and often forgotten.</summary>
    public static PotProfile Basil { get; } = new()
    {
        Key = "basil",
        Name = "Basil",
        Species = "Basil",
        Location = "Kitchen window",
        Litres = 1.1,
        DrinksPerHour = 0.02,
        LightFactor = 0.22,
        WateredAt = 26,
        Forgetfulness = TimeSpan.FromHours(9),
        CanLitres = 0.28,
        StartMoisture = 38,
        StartBattery = 31,
        BatteryPerDay = 0.8,
    };

    /// <summary>A monstera in a living room, which wants for nothing.</summary>
    public static PotProfile Monstera { get; } = new()
    {
        Key = "monstera",
        Name = "Monstera",
        Species = "Monstera deliciosa",
        Location = "Living room",
        Litres = 7.5,
        DrinksPerHour = 0.028,
        LightFactor = 0.06,
        WateredAt = 36,
        Forgetfulness = TimeSpan.FromHours(2),
        CanLitres = 1.5,
        StartMoisture = 58,
    };

    /// <summary>A chili on a balcony: sun, wind, cold nights, rain now and then.</summary>
    public static PotProfile Chili { get; } = new()
    {
        Key = "chili",
        Name = "Chili",
        Species = "Chili pepper",
        Location = "Balcony",
        Litres = 5,
        DrinksPerHour = 0.042,
        LightFactor = 0.75,
        IsOutdoors = true,
        WateredAt = 30,
        Forgetfulness = TimeSpan.FromHours(4),
        CanLitres = 1.1,
        StartMoisture = 47,
        StartBattery = null,
        LossRate = 0.01,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PotProfile> All { get; } = [Basil, Monstera, Chili];
}
