namespace PlantCare.Domain.Metrics;

/// <summary>In which unit a person is shown light. It is kept as it was measured: lux, or PPFD.</summary>
public enum LightUnit
{
    /// <summary>Illuminance, lux.</summary>
    Lux,

    /// <summary>Photosynthetic photon flux density, µmol/m²/s.</summary>
    Ppfd,
}
