using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Problems;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>What can be wrong with the requests themselves.</summary>
internal static class PasskeyFaults
{
    private const int LongestState = 8_192;

    /// <summary>What a browser's answer comes in.</summary>
    public static void Check(string? state, JsonElement credential, Faults faults)
    {
        faults.AddIf(string.IsNullOrEmpty(state) || state.Length > LongestState, "state", "must be the state that came with the options");
        faults.AddIf(credential.ValueKind != JsonValueKind.Object, "credential", "must be what the browser answered, as PublicKeyCredential.toJSON() gives it");
    }

    /// <summary>Passkeys are not possible from there.</summary>
    public static ValidationProblem Origin()
    {
        var faults = new Faults();
        faults.Add(
            "origin",
            "must be the address of the page that asks, such as https://plants.example or http://localhost:8080; passkeys need a name and HTTPS, or localhost. "
            + "Where Passkeys__Origins names addresses, it must be one of them");
        return faults.ToResult();
    }
}
