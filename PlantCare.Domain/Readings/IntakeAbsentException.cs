namespace PlantCare.Domain.Readings;

/// <summary>Nobody can take readings in at the moment: nothing is promised, send them again.</summary>
/// <param name="message">Why, fit for whoever owns the device and without a secret.</param>
/// <param name="innerException">What brought it about.</param>
public sealed class IntakeAbsentException(string message, Exception? innerException = null) : Exception(message, innerException);
