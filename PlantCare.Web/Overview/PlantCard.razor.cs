using Microsoft.AspNetCore.Components;

namespace PlantCare.Web.Overview;

/// <summary>A plant on the overview. Drawn again only when its model is another, or half a minute has passed.</summary>
public partial class PlantCard
{
    /// <summary>A value that is so much older than the newest says its own age.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(15);

    private PlantCardModel? _drawn;
    private long _drawnMinute = -1;

    /// <summary>Counts half minutes, so that ages grow.</summary>
    [Parameter]
    public long Minute { get; set; }

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required PlantCardModel Model { get; set; }

    /// <summary>Where it stands and whose it is, when that goes without saying only for others; null for the reader's own.</summary>
    [Parameter]
    public string? Place { get; set; }

    private IReadOnlyList<JudgedValue> Others => [.. Model.Readings.Where(value => !ReferenceEquals(value, Model.Main)).Take(6)];

    /// <inheritdoc/>
    protected override bool ShouldRender() => !ReferenceEquals(_drawn, Model) || _drawnMinute != Minute;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        _drawn = Model;
        _drawnMinute = Minute;
    }

    private static string? ToneClass(JudgedValue value) =>
        value.IsOutside ? "outside tone-" + PlantJudge.ToneOf(value).ToString().ToLowerInvariant() : null;

    private bool IsOld(JudgedValue value) => Model.LastHeard - value.Time > Behind;
}
