using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Places;

/// <summary>The words of places.</summary>
internal static class PlaceWords
{
    private static readonly WordBook Book = new(typeof(PlaceWords));

    public static string Title => Book.Get();

    public static string Lead => Book.Get();

    public static string Reading => Book.Get();

    public static string Own => Book.Get();

    public static string NoneTitle => Book.Get();

    public static string NoneHint => Book.Get();

    public static string New => Book.Get();

    public static string Name => Book.Get();

    public static string NameMissing => Book.Get();

    public static string KindLabel => Book.Get();

    public static string Create => Book.Get();

    public static string Back => Book.Get();

    public static string TitleMissing => Book.Get();

    public static string PlantsTitle => Book.Get();

    public static string PlantsNone => Book.Get();

    public static string PutIn => Book.Get();

    public static string Put => Book.Get();

    public static string TakeOut => Book.Get();

    public static string Overview => Book.Get();

    public static string Rename => Book.Get();

    public static string Save => Book.Get();

    public static string Delete => Book.Get();

    public static string DeleteMessage => Book.Get();

    public static string Choose => Book.Get();

    public static string Everything => Book.Get();

    public static string Mine => Book.Get();

    public static string Shared => Book.Get();

    public static string AddPlant => Book.Get();

    /// <summary>What a place is; a word of its owner's stays as it is.</summary>
    public static string Kind(string kind) => Book.Find($"Kind.{kind}") ?? kind;

    public static string TakeOutLabel(string plant) => Book.Format([plant]);

    public static string DeleteTitle(string place) => Book.Format([place]);

    public static string Of(string place, string owner) => Book.Format([place, owner]);

    public static string Count(int count) => Book.Count(count);

    public static string Needing(int plants, string place) => Book.Count(plants, place);
}
