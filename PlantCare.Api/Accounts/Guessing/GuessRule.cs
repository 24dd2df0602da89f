namespace PlantCare.Api.Accounts.Guessing;

/// <summary>
/// How long to wait after so many wrong attempts: not at all for the first, then twice as long after each. People who mistype wait a little;
/// who guesses gets a few dozen attempts a day.
/// </summary>
/// <param name="Free">How many wrong attempts cost nothing.</param>
/// <param name="First">How long to wait after the first one too many.</param>
/// <param name="Longest">How long to wait at most, so that nobody can lock somebody else out for good.</param>
internal sealed record GuessRule(int Free, TimeSpan First, TimeSpan Longest)
{
    /// <summary>At one account, from wherever.</summary>
    public static readonly GuessRule Account = new(Free: 4, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1));

    /// <summary>From one address, at whichever accounts: an office or a school shares one.</summary>
    public static readonly GuessRule Address = new(Free: 50, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));

    /// <summary>Wrong attempts count no more when there has been none for so long.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>How long to wait after that many wrong attempts.</summary>
    public TimeSpan WaitAfter(int wrong)
    {
        if (wrong <= Free)
        {
            return TimeSpan.Zero;
        }

        var seconds = First.TotalSeconds * Math.Pow(2, wrong - Free - 1);
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
