using PlantCare.Api.Mail.Letters;

namespace PlantCare.Api.Mail;

/// <summary>What kinds of letters there are; what each is kept and counted as.</summary>
internal static class MailKinds
{
    public const string Confirmation = "confirmation";
    public const string PasswordReset = "password_reset";
    public const string Invitation = "invitation";
    public const string Notice = "notice";
}

/// <summary>A letter and whom it is for.</summary>
/// <param name="Kind">One of <see cref="MailKinds"/>.</param>
/// <param name="Address">The address that it goes to.</param>
/// <param name="Letter">What it says.</param>
internal sealed record Mailing(string Kind, string Address, Letter Letter)
{
    /// <summary>The account that it goes to; null when the address is of none.</summary>
    public Guid? RecipientId { get; init; }

    /// <summary>The account that has it sent to somebody else.</summary>
    public Guid? SenderId { get; init; }

    /// <summary>False to do all the work and send nothing: nobody who waits for the answer can tell.</summary>
    public bool IsMeant { get; init; } = true;
}
