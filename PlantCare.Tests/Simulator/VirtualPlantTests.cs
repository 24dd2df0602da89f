using System.Text.Json;
using PlantCare.Domain.Metrics;
using PlantCare.Ingest.Decoding;
using PlantCare.Simulator.Model;
using PlantCare.Simulator.Publishing;

namespace PlantCare.Tests.Simulator;

/// <summary>A virtual plant has to behave like one, and the same one each time.</summary>
public sealed class VirtualPlantTests
{
    private static readonly DateTimeOffset Summer = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Pots => [.. PotProfile.All.Select(pot => pot.Key)];

    [Theory]
    [MemberData(nameof(Pots))]
    public void Seed_same_givesTheSameCourse(string pot)
    {
        var one = Course(pot, seed: 3, days: 5);
        var again = Course(pot, seed: 3, days: 5);
        var other = Course(pot, seed: 4, days: 5);

        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [MemberData(nameof(Pots))]
    public void Readings_ofAYear_arePossibleAndWithinTheContract(string pot)
    {
        var readings = Course(pot, seed: 1, days: 365);

        Assert.InRange(readings.Count, 365 * 288 * 0.75, 365 * 288);
        Assert.All(readings, reading =>
        {
            Assert.True(KnownMetrics.SoilMoisture.IsPossible(reading.SoilMoisture));
            Assert.InRange(reading.Temperature, -20, 45);
            Assert.InRange(reading.Humidity, 5, 100);
            Assert.InRange(reading.Light, 0, 130_000);
            Assert.InRange(reading.SoilEc, 0, 6_500);
            Assert.InRange(reading.Rssi, -100, -30);
        });
    }

    [Theory]
    [MemberData(nameof(Pots))]
    public void Payload_isTakenByIngest(string pot)
    {
        var readings = Course(pot, seed: 2, days: 2).Take(250).ToList();

        using var payload = JsonDocument.Parse(Payload.Of(readings));

        Assert.True(Payload.Of(readings).Length < ReadingDecoder.MaxPayloadBytes);
        Assert.Equal(readings.Count, payload.RootElement.GetArrayLength());
        Assert.All(payload.RootElement.EnumerateArray(), reading => Assert.All(
            reading.EnumerateObject().Where(member => member.Name != "timestamp"), member => Assert.NotNull(KnownMetrics.Find(member.Name))));
    }

    [Fact]
    public void Soil_onAHotBrightDay_driesFasterThanByNight()
    {
        var plant = Plant(PotProfile.Basil with { WateredAt = 0 });
        plant.MoveTo(Summer.AddHours(20));
        var evening = plant.Soil.Moisture;
        plant.MoveTo(Summer.AddHours(28));
        var night = evening - plant.Soil.Moisture;
        var morning = plant.Soil.Moisture;
        plant.MoveTo(Summer.AddHours(36));
        var day = morning - plant.Soil.Moisture;

        Assert.True(day > night * 2, $"{day:0.00} % by day, {night:0.00} % by night");
    }

    [Fact]
    public void Soil_watered_risesWithinMinutesAndDrainsToFieldCapacityWithinHours()
    {
        var plant = Plant(PotProfile.Basil with { WateredAt = 0 });
        plant.MoveTo(Summer.AddHours(1));
        var before = plant.Soil.Moisture;

        plant.Water(litres: 1, TimeSpan.FromSeconds(50));
        plant.MoveTo(plant.Now.AddMinutes(20));
        var wet = plant.Soil.Moisture;
        plant.MoveTo(plant.Now.AddHours(9));

        Assert.True(wet > before + 20, $"{before:0.0} % before, {wet:0.0} % after");
        Assert.InRange(plant.Soil.Moisture, 55, 70);
    }

    [Fact]
    public void Soil_forgotten_neverFallsBelowWhatRootsCanDraw()
    {
        var plant = Plant(PotProfile.Basil with { WateredAt = 0 });

        plant.MoveTo(Summer.AddDays(60));

        Assert.InRange(plant.Soil.Moisture, 0, 12);
    }

    [Fact]
    public void Keeper_watersAPlantThatIsDry()
    {
        var readings = Course("basil", seed: 5, days: 30);
        var jumps = readings.Zip(readings.Skip(1)).Count(pair => pair.Second.SoilMoisture - pair.First.SoilMoisture > 5);

        Assert.InRange(jumps, 3, 60);
    }

    [Fact]
    public void Salts_stayWhenWaterLeaves()
    {
        var plant = Plant(PotProfile.Monstera with { WateredAt = 0 });
        plant.MoveTo(Summer.AddHours(1));
        var before = plant.Soil.Conductivity;

        plant.Soil.Pour(litres: 0.5, conductivity: 1_800);

        Assert.True(plant.Soil.Conductivity > before);
    }

    [Fact]
    public void Battery_runsDownAndTakesTheDeviceWithIt()
    {
        var plant = Plant(PotProfile.Basil with { StartBattery = 14, BatteryPerDay = 2, LossRate = 0 });
        var firstDay = Heard(plant, TimeSpan.FromDays(1));
        plant.MoveTo(Summer.AddDays(6));
        var lastDay = Heard(plant, TimeSpan.FromDays(1));

        Assert.True(lastDay < firstDay * 0.8, $"{firstDay} readings on the first day, {lastDay} on the last");
        Assert.True(Probe.Voltage(5) < Probe.Voltage(95) - 0.3);
    }

    [Theory]
    [InlineData(20, 2.338)] // FAO-56, annex 2, table 2.3
    [InlineData(25, 3.168)]
    [InlineData(30, 4.243)]
    public void SaturationVapourPressure_isFao56s(double temperature, double kilopascals) =>
        Assert.Equal(kilopascals, Air.SaturationVapourPressure(temperature), tolerance: 0.002);

    [Fact]
    public void VapourPressureDeficit_ofSaturatedAirIsZero()
    {
        Assert.Equal(0, Air.VapourPressureDeficit(25, 100));
        Assert.Equal(1.58, Air.VapourPressureDeficit(25, 50), tolerance: 0.01);
    }

    [Theory]
    [InlineData(6, 21, 12, 68.0)] // 90° − 45.5° + 23.45°, at the solar noon of longitude 0
    [InlineData(12, 21, 12, 21.1)]
    public void Sun_atNoon_standsAsHighAsItDoes(int month, int day, int hour, double degrees)
    {
        var sine = Sun.SineOfElevation(new DateTimeOffset(2026, month, day, hour, 0, 0, TimeSpan.Zero), latitude: 45.5, longitude: 0);

        Assert.Equal(degrees, Math.Asin(sine) * 180 / Math.PI, tolerance: 0.5);
    }

    [Fact]
    public void Sun_belowTheHorizon_givesNoLight()
    {
        Assert.Equal(0, Sun.Illuminance(-0.1, 0));
        Assert.InRange(Sun.Illuminance(0.9, 0), 90_000, 120_000);
        Assert.True(Sun.Illuminance(0.9, 1) < 0.3 * Sun.Illuminance(0.9, 0));
    }

    private static VirtualPlant Plant(PotProfile profile) => new(profile, seed: 1, Summer);

    private static List<VirtualReading> Course(string pot, int seed, int days)
    {
        var plant = new VirtualPlant(PotProfile.All.First(profile => profile.Key == pot), seed, Summer);
        var readings = new List<VirtualReading>();
        for (var time = Summer + Every; time <= Summer.AddDays(days); time += Every)
        {
            if (plant.MoveTo(time) is { } reading)
            {
                readings.Add(reading);
            }
        }

        return readings;
    }

    private static int Heard(VirtualPlant plant, TimeSpan duration)
    {
        var end = plant.Now + duration;
        var heard = 0;
        while (plant.Now < end)
        {
            heard += plant.MoveTo(plant.Now + Every) is null ? 0 : 1;
        }

        return heard;
    }
}
