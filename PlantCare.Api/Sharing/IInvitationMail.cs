using PlantCare.Domain.Sharing;

namespace PlantCare.Api.Sharing;

/// <summary>Mails invitations.</summary>
internal interface IInvitationMail
{
    /// <summary>Mails an invitation. Throws nothing but what <paramref name="cancellationToken"/> brings about.</summary>
    /// <returns>Whether it is on its way. If not, who invites is told to pass the link on.</returns>
    Task<bool> SendAsync(InvitationLetter letter, CancellationToken cancellationToken);
}

/// <summary>What an invitation says.</summary>
/// <param name="Address">To whom it goes.</param>
/// <param name="Inviter">Who invites.</param>
/// <param name="Kind">To a <c>plant</c>, or a <c>place</c>.</param>
/// <param name="Subject">What the plant or place is called.</param>
/// <param name="Role">What whoever accepts may do.</param>
/// <param name="Path">Where to accept it, below the dashboard's address. It holds the token: never log it.</param>
/// <param name="AcceptBefore">Until when it can be accepted, UTC.</param>
internal sealed record InvitationLetter(
    string Address, string Inviter, string Kind, string Subject, ShareRole Role, string Path, DateTimeOffset AcceptBefore);
