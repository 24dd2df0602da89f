namespace PlantCare.Domain.Care;

/// <summary>How far a command to a device has come.</summary>
public enum CommandStatus
{
    /// <summary>It has been accepted, and has not reached the broker yet.</summary>
    Pending,

    /// <summary>The broker has it for the device.</summary>
    Sent,

    /// <summary>The device says that it is done.</summary>
    Success,

    /// <summary>The device says that it could not.</summary>
    Failed,

    /// <summary>The device did not answer before it expired, and will not do it any more.</summary>
    Expired,
}
