namespace PlantCare.Web.Accounts;

/// <summary>What came of an attempt to sign in.</summary>
/// <param name="Problems">What is wrong, a line each.</param>
/// <param name="AsksSecondFactor">Whether the password was right and a code is asked for next.</param>
/// <param name="AwaitsConfirmation">Whether the password was right and the address has to be confirmed first.</param>
internal sealed record SignInOutcome(IReadOnlyList<string> Problems, bool AsksSecondFactor = false, bool AwaitsConfirmation = false)
{
    /// <summary>The browser is signed in.</summary>
    public static SignInOutcome Done { get; } = new([]);

    /// <summary>The password was right; now the code.</summary>
    public static SignInOutcome SecondFactor { get; } = new([], AsksSecondFactor: true);

    /// <summary>The password was right; now the letter.</summary>
    public static SignInOutcome Confirmation { get; } = new([], AwaitsConfirmation: true);

    /// <summary>Whether the browser is signed in.</summary>
    public bool IsDone => Problems.Count == 0 && !AsksSecondFactor && !AwaitsConfirmation;
}
