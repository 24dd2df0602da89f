using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Provision;

/// <summary>The words of claiming a device, and of its sheet.</summary>
internal static class ProvisionWords
{
    private static readonly WordBook Book = new(typeof(ProvisionWords));

    public static string ClaimTitle => Book.Get();

    public static string ClaimLead => Book.Get();

    public static string Code => Book.Get();

    public static string CodeExample => Book.Get();

    public static string CodeHint => Book.Get();

    public static string CodeBad => Book.Get();

    public static string CodeUnknown => Book.Get();

    public static string TooManyCodes => Book.Get();

    public static string Claim => Book.Get();

    public static string Claimed(string name) => Book.Format([name]);

    public static string HaveLabel => Book.Get();

    public static string WaitingTitle => Book.Get();

    public static string WaitingNone => Book.Get();

    public static string Announced(string age) => Book.Format([age]);

    public static string NotAnnounced => Book.Get();

    public static string More => Book.Get();

    public static string SheetTitle(string name) => Book.Format([name]);

    public static string SheetHint => Book.Get();

    public static string SheetSecret => Book.Get();

    public static string CodeOf(string name) => Book.Format([name]);

    public static string SheetLocal => Book.Get();

    public static string Print => Book.Get();
}
