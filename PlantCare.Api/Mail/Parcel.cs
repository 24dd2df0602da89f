namespace PlantCare.Api.Mail;

/// <summary>A letter as it goes out.</summary>
/// <param name="To">The address that it goes to.</param>
/// <param name="Subject">What it is about; one line.</param>
/// <param name="Text">What it says.</param>
/// <param name="Html">The same as HTML.</param>
internal sealed record Parcel(string To, string Subject, string Text, string Html);

/// <summary>What became of an attempt to send.</summary>
/// <param name="Result">What.</param>
/// <param name="Fault">Why it came to nothing; null where it did not.</param>
internal sealed record Delivery(DeliveryResult Result, string? Fault = null)
{
    public static Delivery Sent { get; } = new(DeliveryResult.Sent);

    /// <summary>There was nothing to send: a letter that was not meant (<see cref="Mailing.IsMeant"/>). Its fault keeps it out of the counts.</summary>
    public static Delivery Nothing { get; } = new(DeliveryResult.Sent, "nothing to send");
}

/// <summary>What became of an attempt to send.</summary>
internal enum DeliveryResult
{
    /// <summary>The mail server has taken it.</summary>
    Sent,

    /// <summary>The mail server will never take this one.</summary>
    Refused,

    /// <summary>Not this time.</summary>
    Later,

    /// <summary>Not this time, nor any other letter: there is no mail server to speak of.</summary>
    NoServer,
}
