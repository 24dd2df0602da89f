using System.Text.Json;

namespace PlantCare.Contracts.Auth;

/// <summary>What <c>POST /auth/passkeys/options</c> takes.</summary>
/// <param name="Origin">The page that asks the browser, as it says itself (<c>location.origin</c>): <c>https://plants.example</c>.</param>
public sealed record PasskeyOptionsRequest(string Origin);

/// <summary>What <c>POST /auth/manage/passkeys/options</c> takes.</summary>
/// <param name="Origin">The page that asks the browser, as it says itself (<c>location.origin</c>): <c>https://plants.example</c>.</param>
/// <param name="Password">The caller's password; an account without one must have signed in within the last ten minutes.</param>
public sealed record NewPasskeyOptionsRequest(string Origin, string? Password = null);

/// <summary>What the browser is to be asked, and what comes back with its answer.</summary>
/// <param name="Options">For <c>PublicKeyCredential.parseRequestOptionsFromJSON</c> or <c>parseCreationOptionsFromJSON</c> (WebAuthn, level 3).</param>
/// <param name="State">Goes back as it is, within five minutes; good once.</param>
public sealed record PasskeyOptionsResponse(JsonElement Options, string State);

/// <summary>What <c>POST /auth/passkeys/login</c> takes.</summary>
/// <param name="State">The state that came with the options.</param>
/// <param name="Credential">What the browser answered: <c>PublicKeyCredential.toJSON()</c>.</param>
public sealed record PasskeyLoginRequest(string State, JsonElement Credential);

/// <summary>What <c>POST /auth/manage/passkeys</c> takes.</summary>
/// <param name="State">The state that came with the options.</param>
/// <param name="Credential">What the browser answered: <c>PublicKeyCredential.toJSON()</c>.</param>
/// <param name="Name">What to call it; null for <c>Passkey</c>.</param>
public sealed record CreatePasskeyRequest(string State, JsonElement Credential, string? Name = null);

/// <summary>What <c>PATCH /auth/manage/passkeys/{id}</c> takes.</summary>
/// <param name="Name">What to call it from now on.</param>
public sealed record UpdatePasskeyRequest(string Name);

/// <summary>A passkey that opens the account.</summary>
/// <param name="Id">Its id, base64url.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="Synced">Whether a password manager keeps it for several devices; else it is on one.</param>
public sealed record PasskeyResponse(string Id, string Name, DateTimeOffset CreatedAt, bool Synced);
