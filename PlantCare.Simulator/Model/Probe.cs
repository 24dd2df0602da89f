namespace PlantCare.Simulator.Model;

/// <summary>The sensors: noise, steps, a battery that grows weak, and messages that are lost.</summary>
internal sealed class Probe
{
    /// <summary>Below this charge, %, a radio no longer gets every message out.</summary>
    private const double WeakBattery = 12;

    private static readonly TimeSpan MeanOutage = TimeSpan.FromHours(3);

    private readonly Chance _chance;
    private readonly PotProfile _pot;
    private readonly Wandering _drift;
    private readonly Wandering _signal;
    private double? _charge;
    private TimeSpan _outage;

    public Probe(PotProfile pot, Chance chance)
    {
        (_pot, _chance, _charge) = (pot, chance, pot.StartBattery);
        _drift = new Wandering(chance, deviation: 0.5, TimeSpan.FromHours(10));
        _signal = new Wandering(chance, deviation: 4, TimeSpan.FromMinutes(40));
    }

    /// <summary>Whether a message gets out: some are lost singly, now and then the device is away for hours, and a weak battery does the rest.</summary>
    public bool Step(TimeSpan elapsed)
    {
        _drift.Step(elapsed);
        _signal.Step(elapsed);
        if (_charge is { } charge)
        {
            // An owner changes the battery some days after it has run flat.
            _charge = charge <= 0 && _chance.Happens(elapsed.TotalDays / 3) ? 100 : Math.Max(0, charge - (_pot.BatteryPerDay * elapsed.TotalDays));
        }

        if (_outage > TimeSpan.Zero)
        {
            _outage -= elapsed;
            return false;
        }

        if (_chance.Happens(elapsed.TotalDays / 12))
        {
            _outage = MeanOutage * -Math.Log(1 - _chance.Uniform());
        }

        var weak = _charge is { } left && left < WeakBattery ? (WeakBattery - left) / WeakBattery : 0;
        return !_chance.Happens(_pot.LossRate + (0.6 * weak)) && _charge is not 0;
    }

    public VirtualReading Measure(DateTimeOffset time, Climate climate, Soil soil, bool isWatering) => new(
        time,
        Step(Math.Clamp(soil.Moisture + _drift.Value + _chance.Normal(0.25), 0, 100), 0.1),
        Step(climate.Temperature + _chance.Normal(0.06), 0.1),
        Step(Math.Clamp(climate.Humidity + _chance.Normal(0.5), 0, 100), 0.5),
        Step(Math.Max(0, climate.Light * (1 + _chance.Normal(0.02))), 1),
        Step(soil.Temperature + _chance.Normal(0.05), 0.1),
        Step(soil.Conductivity * (1 + _chance.Normal(0.01)), 1),
        _charge is { } charge ? Step(charge, 1) : null,
        _charge is { } left ? Step(Voltage(left) + _chance.Normal(0.004), 0.01) : null,
        Step(Math.Clamp(-64 + _signal.Value, -95, -35), 1),
        isWatering);

    /// <summary>The voltage of a lithium-polymer cell by its charge: level for long, then down quickly.</summary>
    internal static double Voltage(double charge)
    {
        var x = charge / 100;
        return 3.3 + (0.55 * x) + (0.35 * (1 - Math.Exp(-9 * x))) - (0.05 * Math.Sin(Math.PI * x));
    }

    private static double Step(double value, double width) => Math.Round(Math.Round(value / width) * width, 3);
}
