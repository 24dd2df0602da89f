using PlantCare.Contracts.Languages;
using PlantCare.Domain.Sharing;

namespace PlantCare.Web.Sharing;

/// <summary>The words of sharing and of invitations.</summary>
internal static class SharingWords
{
    private static readonly WordBook Book = new(typeof(SharingWords));

    public static string Share => Book.Get();

    public static string Shared => Book.Get();

    public static string Nobody => Book.Get();

    public static string ByPlace => Book.Get();

    public static string Invite => Book.Get();

    public static string RoleLabel => Book.Get();

    public static string Email => Book.Get();

    public static string EmailHint => Book.Get();

    public static string Until => Book.Get();

    public static string UntilNever => Book.Get();

    public static string MakeInvitation => Book.Get();

    public static string Sitter => Book.Get();

    public static string SitterHint => Book.Get();

    public static string SitterName => Book.Get();

    public static string MakeSitter => Book.Get();

    public static string SitterNameMissing => Book.Get();

    public static string Mailed => Book.Get();

    public static string PassOn => Book.Get();

    public static string Link => Book.Get();

    public static string TakeBack => Book.Get();

    public static string Change => Book.Get();

    public static string UntilAsItIs => Book.Get();

    public static string ByLink => Book.Get();

    public static string Invited => Book.Get();

    public static string Ended => Book.Get();

    public static string Active => Book.Get();

    public static string InvitationTitle => Book.Get();

    public static string Accept => Book.Get();

    public static string AcceptSignIn => Book.Get();

    public static string AcceptRegister => Book.Get();

    public static string InvitationUnknown => Book.Get();

    public static string Received => Book.Get();

    public static string Leave => Book.Get();

    public static string TakeBackMessage => Book.Get();

    public static string OnlyOwnerTitle => Book.Get();

    public static string OnlyOwnerHint => Book.Get();

    public static string Title(string what) => Book.Format([what]);

    public static string Role(ShareRole role) => Book.Get($"Role.{role}");

    /// <summary>The same, said to who holds it.</summary>
    public static string Granted(ShareRole role) => Book.Get($"Granted.{role}");

    public static string From(string owner) => Book.Format([owner]);

    public static string LeaveLabel(string what) => Book.Format([what]);

    public static string LeaveTitle(string what) => Book.Format([what]);

    public static string LeaveMessage(string owner) => Book.Format([owner]);

    public static string TakeBackTitle(string whose) => Book.Format([whose]);

    public static string Days(int count) => Book.Count(count);

    public static string FromNow(int days) => Book.Count(days);

    public static string ChangeLabel(string whose) => Book.Format([whose]);

    public static string TakeBackLabel(string whose) => Book.Format([whose]);

    public static string EndsAt(string moment) => Book.Format([moment]);

    public static string AcceptBefore(string moment) => Book.Format([moment]);

    public static string InvitationPlant(string inviter, string plant) => Book.Format([inviter, plant]);

    public static string InvitationPlace(string inviter, string place) => Book.Format([inviter, place]);

    public static string YouMay(string what) => Book.Format([what]);
}
