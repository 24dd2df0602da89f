using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Gateways;

/// <summary>The words of a gateway and its sensors.</summary>
internal static class GatewayWords
{
    private static readonly WordBook Book = new(typeof(GatewayWords));

    public static string Title(string name) => Book.Format([name]);

    public static string Lead => Book.Get();

    public static string Panel => Book.Get();

    public static string PanelHint => Book.Get();

    public static string Show => Book.Get();

    public static string IsGateway => Book.Get();

    public static string IsGatewayHint => Book.Get();

    public static string Reading => Book.Get();

    public static string UnknownTitle => Book.Get();

    public static string UnknownNone => Book.Get();

    public static string AdoptedTitle => Book.Get();

    public static string AdoptedNone => Book.Get();

    public static string Heard(string system, string age) => Book.Format([system, age]);

    public static string LastHeard(string age) => Book.Format([age]);

    public static string NotHeard => Book.Get();

    public static string NothingUnderstood => Book.Get();

    public static string LastMessage => Book.Get();

    public static string PlantOf(string sensor) => Book.Format([sensor]);

    public static string ChoosePlant => Book.Get();

    public static string Adopt => Book.Get();

    public static string AdoptLabel(string sensor) => Book.Format([sensor]);

    public static string Adopted(string sensor, string plant) => Book.Format([sensor, plant]);

    public static string Move => Book.Get();

    public static string MoveLabel(string sensor) => Book.Format([sensor]);

    public static string Release => Book.Get();

    public static string ReleaseLabel(string sensor) => Book.Format([sensor]);

    public static string Released(string sensor) => Book.Format([sensor]);

    public static string Forget => Book.Get();

    public static string ForgetLabel(string sensor) => Book.Format([sensor]);

    public static string NoPlants => Book.Get();

    public static string PlantGone => Book.Get();

    public static string NoGateway => Book.Get();
}
