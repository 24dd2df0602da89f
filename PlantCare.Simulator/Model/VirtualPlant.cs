namespace PlantCare.Simulator.Model;

/// <summary>A pot with its plant, place, keeper and device, moved through time step by step.</summary>
internal sealed class VirtualPlant
{
    /// <summary>No step is longer: light and watering change within minutes.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(5);

    private readonly Chance _chance;
    private readonly Climate _climate;
    private readonly Soil _soil;
    private readonly Probe _probe;
    private TimeSpan? _waterIn;
    private DateTimeOffset _wateringUntil;

    /// <summary>A plant as it is at a moment.</summary>
    /// <param name="profile">What plant.</param>
    /// <param name="seed">Which of its possible courses.</param>
    /// <param name="start">The moment.</param>
    public VirtualPlant(PotProfile profile, int seed, DateTimeOffset start)
    {
        Profile = profile;
        Now = start;
        _chance = new Chance(seed);
        _climate = new Climate(profile, _chance);
        _climate.Step(start, TimeSpan.Zero);
        _soil = new Soil(profile, _climate.Temperature);
        _probe = new Probe(profile, _chance);
    }

    /// <summary>What plant it is.</summary>
    public PotProfile Profile { get; }

    /// <summary>How far it has been moved.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The soil as it truly is, whatever the probe says.</summary>
    internal Soil Soil => _soil;

    /// <summary>The air as it truly is.</summary>
    internal Climate Climate => _climate;

    /// <summary>Gives it water, as a pump does.</summary>
    /// <param name="litres">How much.</param>
    /// <param name="duration">How long it runs.</param>
    public void Water(double litres, TimeSpan duration)
    {
        _soil.Pour(litres, conductivity: 500);
        _wateringUntil = Now + duration;
    }

    /// <summary>Moves it on.</summary>
    /// <returns>What its device says at that moment; null when the message is lost or the device is away.</returns>
    public VirtualReading? MoveTo(DateTimeOffset time)
    {
        var sends = false;
        while (Now < time)
        {
            var elapsed = time - Now < LongestStep ? time - Now : LongestStep;
            Now += elapsed;
            _climate.Step(Now, elapsed);
            Tend(elapsed);
            _soil.Step(_climate, elapsed);
            sends = _probe.Step(elapsed);
        }

        return sends ? _probe.Measure(time, _climate, _soil, isWatering: Now < _wateringUntil) : null;
    }

    // The keeper sees that it is dry, means to water it, and gets round to it later; rain does not wait.
    private void Tend(TimeSpan elapsed)
    {
        if (Profile.IsOutdoors && _climate.CloudCover > 0.9 && _chance.Happens(elapsed.TotalHours / 5))
        {
            _soil.Pour(_chance.Between(0.05, 0.5), conductivity: 30);
        }

        if (_waterIn is { } left)
        {
            _waterIn = left - elapsed;
            if (_waterIn <= TimeSpan.Zero && IsAwake())
            {
                var feeds = _chance.Happens(0.25);
                _soil.Pour(Profile.CanLitres * _chance.Between(0.8, 1.25), feeds ? 1_800 : 500);
                _wateringUntil = Now + TimeSpan.FromMinutes(2);
                _waterIn = null;
            }
        }
        else if (_soil.Moisture < Profile.WateredAt)
        {
            _waterIn = Profile.Forgetfulness * -Math.Log(1 - _chance.Uniform());
        }
    }

    private bool IsAwake() => (Now.UtcDateTime.TimeOfDay.TotalHours + (Profile.Longitude / 15)) is > 7 and < 23;
}
