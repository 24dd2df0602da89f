using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>What the second step of signing in posts: one of the two.</summary>
public sealed class SecondFactorInput
{
    /// <summary>What the authenticator shows.</summary>
    public string? Code { get; set; }

    /// <summary>A recovery code in its place.</summary>
    public string? RecoveryCode { get; set; }

    /// <summary>What Api is told; null where nothing was filled in.</summary>
    public SecondFactor? ToFactor() => (Written(RecoveryCode), Written(Code)) switch
    {
        ({ } recovery, _) => new SecondFactor(RecoveryCode: recovery),
        (_, { } code) => new SecondFactor(code.Replace(" ", "", StringComparison.Ordinal)),
        _ => null,
    };

    private static string? Written(string? text) => text?.Trim() is { Length: > 0 } written ? written : null;
}
