using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Administration;

/// <summary>The words of administrators' pages.</summary>
internal static class AdminWords
{
    private static readonly WordBook Book = new(typeof(AdminWords));

    public static string Pages => Book.Get();

    public static string Users => Book.Get();

    public static string Registration => Book.Get();

    public static string System => Book.Get();

    public static string DeadLetters => Book.Get();

    public static string Reading => Book.Get();

    public static string More => Book.Get();

    public static string Search => Book.Get();

    public static string SearchNow => Book.Get();

    public static string NobodyFound => Book.Get();

    public static string BeingErased => Book.Get();

    public static string DisabledSince(string day) => Book.Format([day]);

    public static string Plants(int count) => Book.Count(count);

    public static string Devices(int count) => Book.Count(count);

    public static string Since(string day) => Book.Format([day]);

    public static string LastSignIn(string age) => Book.Format([age]);

    public static string NeverSignedIn => Book.Get();

    public static string TwoFactor => Book.Get();

    public static string Unconfirmed => Book.Get();

    public static string Yourself => Book.Get();

    public static string Disable => Book.Get();

    public static string DisableLabel(string address) => Book.Format([address]);

    public static string Enable => Book.Get();

    public static string EnableLabel(string address) => Book.Format([address]);

    public static string Promote => Book.Get();

    public static string PromoteLabel(string address) => Book.Format([address]);

    public static string Demote => Book.Get();

    public static string DemoteLabel(string address) => Book.Format([address]);

    public static string DisableQuestion(string address) => Book.Format([address]);

    public static string DisableHint => Book.Get();

    public static string ResetFactor => Book.Get();

    public static string ResetFactorHint => Book.Get();

    public static string ResetFactorLabel(string address) => Book.Format([address]);

    public static string ResetFactorQuestion(string address) => Book.Format([address]);

    public static string FactorReset(string address) => Book.Format([address]);

    public static string PromoteQuestion(string address) => Book.Format([address]);

    public static string DemoteQuestion(string address) => Book.Format([address]);

    public static string RoleHint => Book.Get();

    public static string Disabled(string address) => Book.Format([address]);

    public static string Enabled(string address) => Book.Format([address]);

    public static string Promoted(string address) => Book.Format([address]);

    public static string Demoted(string address) => Book.Format([address]);

    public static string WhoMayRegister => Book.Get();

    public static string Mode => Book.Get();

    public static string ModeOf(RegistrationMode mode) => Book.Get($"ModeOf.{mode}");

    public static string Save => Book.Get();

    public static string Saved => Book.Get();

    public static string Invitations => Book.Get();

    public static string InvitationsHint => Book.Get();

    public static string LinkOnce => Book.Get();

    public static string Link => Book.Get();

    public static string ForAddress => Book.Get();

    public static string Optional => Book.Get();

    public static string ForAddressHint => Book.Get();

    public static string Lasts => Book.Get();

    public static string Days(int count) => Book.Count(count);

    public static string Invite => Book.Get();

    public static string NoInvitations => Book.Get();

    public static string Anybody => Book.Get();

    public static string InvitedBy(string address, string day) => Book.Format([address, day]);

    public static string OpenUntil(string moment) => Book.Format([moment]);

    public static string Used(string day) => Book.Format([day]);

    public static string Expired(string day) => Book.Format([day]);

    public static string TakeBack => Book.Get();

    public static string TakeBackLabel(string address) => Book.Format([address]);

    public static string TakenBack => Book.Get();

    public static string UnknownPart(string part) => Book.Format([part]);

    public static string Versions => Book.Get();

    public static string Runtime => Book.Get();

    public static string Runs => Book.Get();

    public static string Database => Book.Get();

    public static string Migration => Book.Get();

    public static string ReadingsStore => Book.Get();

    public static string Sizes => Book.Get();

    public static string DataFolder => Book.Get();

    public static string Room(string used, string free) => Book.Format([used, free]);

    public static string Online(string all, string online) => Book.Format([all, online]);

    public static string Traffic => Book.Get();

    public static string LastMinute => Book.Get();

    public static string LastHour => Book.Get();

    public static string Broker => Book.Get();

    public static string BrokerOf(string kind) => kind == "embedded" ? Book.Get() : kind;

    public static string Connections => Book.Get();

    public static string DeadLettersLead => Book.Get();

    public static string OfDevice => Book.Get();

    public static string OfReason => Book.Get();

    public static string AnyReason => Book.Get();

    public static string NoDeadLetters => Book.Get();

    public static string Mail => Book.Get();

    public static string MailOff => Book.Get();

    public static string MailWaiting => Book.Get();

    public static string MailSent => Book.Get();

    public static string MailGivenUp => Book.Get();

    public static string MailFault => Book.Get();

    public static string InvitationMailed => Book.Get();
}
