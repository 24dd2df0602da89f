namespace PlantCare.Simulator.Model;

/// <summary>
/// The water and the salts in a pot: a single store, as in the soil water balance of FAO Irrigation and Drainage Paper 56, chapter 8.
/// Plants draw less as the soil dries; what is above field capacity runs out within hours; water leaves, and salts stay.
/// </summary>
internal sealed class Soil
{
    /// <summary>Potting soil holds about 60 % of its volume in pores; full pores are 100 % on a probe's scale.</summary>
    private const double Porosity = 0.6;

    /// <summary>Drained and at rest, in % of the pores.</summary>
    private const double FieldCapacity = 68;

    /// <summary>Where roots can draw no more, in % of the pores.</summary>
    private const double WiltingPoint = 9;

    /// <summary>Where drawing begins to become hard, in % of the pores.</summary>
    private const double StressPoint = 26;

    private static readonly TimeSpan DrainTime = TimeSpan.FromHours(1.5);
    private static readonly TimeSpan SoakTime = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan WarmTime = TimeSpan.FromHours(2.5);

    private readonly double _poreLitres;
    private readonly double _drinksPerHour;
    private double _poured;
    private double _salts;

    public Soil(PotProfile pot, double temperature)
    {
        _poreLitres = pot.Litres * Porosity;
        _drinksPerHour = pot.DrinksPerHour;
        Moisture = pot.StartMoisture;
        Temperature = temperature;
        _salts = 850 * Moisture / 100;
    }

    /// <summary>Water in % of the pores: what a calibrated probe says.</summary>
    public double Moisture { get; private set; }

    /// <summary>°C; follows the air slowly.</summary>
    public double Temperature { get; private set; }

    /// <summary>µS/cm as a probe in the bulk soil sees it: salts count only where there is water.</summary>
    public double Conductivity => Math.Clamp(_salts * (0.35 + (Moisture / 100)), 40, 6_000);

    /// <summary>Pours water on top; it soaks in over minutes.</summary>
    /// <param name="litres">How much.</param>
    /// <param name="conductivity">What is in it, µS/cm: tap water about 500, with fertiliser about 1,800.</param>
    public void Pour(double litres, double conductivity)
    {
        _poured += litres;
        _salts += conductivity * 0.4 * litres / _poreLitres;
    }

    public void Step(Climate climate, TimeSpan elapsed)
    {
        // step 1: what was poured soaks in, and what the pores cannot take runs out at the bottom
        var soaking = _poured * (1 - Math.Exp(-elapsed / SoakTime));
        _poured -= soaking;
        var moisture = Moisture + (soaking / _poreLitres * 100);
        if (moisture > FieldCapacity)
        {
            var kept = FieldCapacity + ((Math.Min(moisture, 100) - FieldCapacity) * Math.Exp(-elapsed / DrainTime));
            _salts *= kept / moisture;
            moisture = kept;
        }

        // step 2: the plant drinks by day, and the surface dries always
        var deficit = Air.VapourPressureDeficit(climate.Temperature, climate.Humidity);
        var light = climate.Light / (climate.Light + 4_000);
        var stress = Math.Clamp((moisture - WiltingPoint) / (StressPoint - WiltingPoint), 0, 1);
        var drunk = _drinksPerHour * deficit * (0.06 + light) * stress;
        var evaporated = 0.0025 * Math.Sqrt(_poreLitres) * deficit * Math.Pow(moisture / 100, 1.5);
        moisture -= (drunk + evaporated) * elapsed.TotalHours / _poreLitres * 100;

        Moisture = Math.Clamp(moisture, 0, 100);
        Temperature += (climate.Temperature - 0.4 - Temperature) * (1 - Math.Exp(-elapsed / WarmTime));
    }
}
