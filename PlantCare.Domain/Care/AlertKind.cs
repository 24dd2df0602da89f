namespace PlantCare.Domain.Care;

/// <summary>What an alert is about.</summary>
public enum AlertKind
{
    /// <summary>A metric has been below its threshold for longer than it may.</summary>
    Low,

    /// <summary>A metric has been above its threshold for longer than it may.</summary>
    High,

    /// <summary>The plant's device has not been heard for much longer than usual.</summary>
    Silent,

    /// <summary>The battery of the plant's device is nearly empty.</summary>
    Battery,
}
