namespace PlantCare.Contracts.Auth;

/// <summary>What a client said it is, as people call it: <c>Firefox, Linux</c> for a browser, what a script said for a script.</summary>
public static class ClientText
{
    private const int Longest = 60;

    // Each says that it is those below it, too.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>The words for it; null when it said nothing.</summary>
    public static string? Of(string? client) => client switch
    {
        null or "" => null,
        _ when NameIn(Browsers, client) is { } browser => NameIn(Systems, client) is { } system ? $"{browser}, {system}" : browser,
        { Length: > Longest } => client[..Longest] + "…",
        _ => client,
    };

    private static string? NameIn((string Sign, string Name)[] known, string client) =>
        known.FirstOrDefault(one => client.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
