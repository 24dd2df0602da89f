namespace PlantCare.Web.Components;

/// <summary>How something feels. Never said by colour alone: words and a sign go with it.</summary>
public enum Tone
{
    /// <summary>Nothing to say.</summary>
    Calm,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Too little water.</summary>
    Thirsty,

    /// <summary>Too much of something.</summary>
    Warm,

    /// <summary>Too little of something else than water, or too much water.</summary>
    Cool,

    /// <summary>Wrong or broken.</summary>
    Bad,
}
