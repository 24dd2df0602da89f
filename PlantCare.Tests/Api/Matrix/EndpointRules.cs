using PlantCare.Contracts.Auth;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Matrix;

/// <summary>
/// Who may call what: the table that Api is held to. An endpoint without a line here fails the tests, so that nobody adds one without
/// saying whom it is for.
/// </summary>
internal static class EndpointRules
{
    public static readonly EndpointRule[] All =
    [
        // Without an account: signing in and what leads to it, what an invitation says, the documentation, and how the process is.
        Open("POST /auth/register", answer: 400, body: "{}"),
        Open("POST /auth/login", answer: 401, body: """{"email":"$device@example.com","password":"a guess of mine"}"""),
        Open("POST /auth/refresh", answer: 401, body: """{"refreshToken":"none"}"""),
        Open("GET /auth/confirmEmail", answer: 401, query: "?userId=$unknown&code=none"),
        Open("POST /auth/resendConfirmationEmail", body: """{"email":"nobody@example.com"}"""),
        Open("POST /auth/forgotPassword", body: """{"email":"nobody@example.com"}"""),
        Open("POST /auth/resetPassword", answer: 400, body: """{"email":"nobody@example.com","resetCode":"none","newPassword":"another garden"}"""),
        Open("POST /auth/passkeys/options", body: """{"origin":"$origin"}"""),
        Open("POST /auth/passkeys/login", answer: 400, body: "{}"),
        Open("POST /auth/telegram/options"),
        Open("POST /auth/telegram/status", body: """{"state":"none"}"""),
        Open("POST /auth/telegram/login", answer: 401, body: """{"state":"none"}"""),
        Open("GET /auth/registration"),
        Open("GET /invitations/{token}"),
        Open("GET /openapi/{documentName}.json"),
        Open("GET /docs/{documentName?}"),
        Open("GET /docs/scalar.js"),
        Open("GET /docs/scalar.aspnetcore.js"),
        Open("GET /docs/favicon.svg"),
        Open("* /health"),
        Open("* /alive"),
        Open("* /metrics"),
        Open("GET /mqtt", answer: 400) with { AtHome = true },

        // The account itself: for people alone, and always about their own.
        Account("GET /auth/manage/info"),
        Account("POST /auth/manage/info", body: "{}"),
        Account("POST /auth/manage/2fa", body: "{}"),
        Account("GET /auth/manage/passkeys"),
        Account("POST /auth/manage/passkeys/options", body: """{"origin":"$origin","password":"$password"}"""),
        Account("POST /auth/manage/passkeys", answer: 400, body: "{}"),
        Own("PATCH /auth/manage/passkeys/{id}", body: """{"name":"Phone"}"""),
        Own("DELETE /auth/manage/passkeys/{id}", answer: 204, spends: Spends.Thing),
        Account("POST /auth/manage/telegram", body: """{"password":"$password"}"""),
        Account("DELETE /auth/manage/telegram", answer: 204),
        Account("POST /auth/logout", answer: 204, spends: Spends.Session),
        Account("GET /users/me"),
        Account("PATCH /users/me", body: "{}"),
        Account("DELETE /users/me", answer: 202, body: """{"confirm":"$email","password":"$password"}""", spends: Spends.Account),
        Account("GET /users/me/export"),
        Account("GET /users/me/audit"),
        Account("GET /users/me/keys"),
        Account("POST /users/me/keys", answer: 201, body: """{"name":"Script","scopes":["read"]}"""),
        Own("DELETE /users/me/keys/{id}", answer: 204, spends: Spends.Thing),
        Account("GET /users/me/sessions"),
        Account("DELETE /users/me/sessions", answer: 204),
        Own("DELETE /users/me/sessions/{id}", answer: 204, spends: Spends.Thing),
        Account("DELETE /users/me/two-factor", answer: 409, body: """{"password":"$password"}"""),
        Account("POST /users/me/two-factor/recovery-codes", answer: 409, body: """{"password":"$password"}"""),

        // With whom it is shared: for people alone, too.
        Account("GET /shares"),
        new("PATCH /shares/{id}", Door.Keepers) { Body = """{"role":"viewer"}""" },
        new("DELETE /shares/{id}", Door.Keepers) { Answer = 204, Spends = Spends.Thing },
        Plant("GET /plants/{id}/shares", PlantRights.Change),
        Plant("POST /plants/{id}/shares", PlantRights.Change, answer: 201, body: """{"role":"viewer"}"""),
        Plant("POST /plants/{id}/sitters", PlantRights.Change, answer: 201, body: """{"name":"Aunt Bea","expires_at":"$soon"}"""),
        Plant("GET /places/{id}/shares", PlantRights.Change),
        Plant("POST /places/{id}/shares", PlantRights.Change, answer: 201, body: """{"role":"viewer"}"""),
        Plant("POST /places/{id}/sitters", PlantRights.Change, answer: 201, body: """{"name":"Aunt Bea","expires_at":"$soon"}"""),
        new("POST /invitations/{token}/accept", Door.Invited) { Spends = Spends.Thing },
        new("GET /sitter", Door.Sitters) { Sitters = true },

        // Plants, and where they stand.
        Listed("GET /species", sitters: true),
        Listed("GET /species/{id}", sitters: true),
        Listed("GET /plants", sitters: true),
        Made("POST /plants", """{"name":"Mint"}"""),
        Plant("GET /plants/{id}", PlantRights.See, ApiScopes.Read, sitters: true),
        Plant("PATCH /plants/{id}", PlantRights.Change, ApiScopes.Write, body: """{"name":"Mint"}"""),
        Plant("DELETE /plants/{id}", PlantRights.Change, ApiScopes.Write, answer: 204, spends: Spends.Thing),
        Listed("GET /places"),
        Made("POST /places", """{"name":"Garden"}"""),
        Plant("GET /places/{id}", PlantRights.See, ApiScopes.Read),
        Plant("PATCH /places/{id}", PlantRights.Change, ApiScopes.Write, body: """{"name":"Garden"}"""),
        Plant("DELETE /places/{id}", PlantRights.Change, ApiScopes.Write, answer: 204, spends: Spends.Thing),
        Plant("GET /plants/{id}/journal", PlantRights.See, ApiScopes.Read, sitters: true),
        Plant("POST /plants/{id}/journal", PlantRights.Water, ApiScopes.Write, sitters: true, answer: 201, body: """{"kind":"watered"}"""),
        Plant("POST /plants/{id}/journal", PlantRights.Write, ApiScopes.Write, sitters: true, answer: 201, body: """{"kind":"note","note":"It grows."}"""),
        Plant("GET /plants/{id}/journal/{entry_id}/photo", PlantRights.See, ApiScopes.Read, sitters: true),
        Listed("GET /alerts", sitters: true),
        Plant("POST /alerts/{id}/acknowledge", PlantRights.Acknowledge, ApiScopes.Write, spends: Spends.Thing),
        Plant("POST /alerts/{id}/resolve", PlantRights.Acknowledge, ApiScopes.Write, spends: Spends.Thing),

        // Readings.
        Listed("GET /data"),
        Listed("GET /data/latest", sitters: true),
        Listed("GET /data/aggregated", sitters: true),
        Listed("GET /live", sitters: true),
        new("POST /data", Door.Devices) { Answer = 202, Body = """{"temperature":21}""" },

        // Devices.
        Listed("GET /devices", sitters: true),
        Made("POST /devices", "{}"),
        Made("POST /devices/claim", """{"code":"$code"}""") with { Spends = Spends.Thing },
        Plant("GET /devices/{device_id}", PlantRights.See, ApiScopes.Read, sitters: true),
        Plant("PATCH /devices/{device_id}", PlantRights.Change, ApiScopes.Write, body: """{"name":"Gateway"}"""),
        Plant("DELETE /devices/{device_id}", PlantRights.Change, ApiScopes.Write, answer: 204, spends: Spends.Thing),
        Plant("POST /devices/{device_id}/secret", PlantRights.Change, ApiScopes.Write, spends: Spends.Thing),
        Plant("POST /devices/{device_id}/replace", PlantRights.Change, ApiScopes.Write, spends: Spends.Thing),
        Plant("GET /devices/{device_id}/dead-letters", PlantRights.Change, ApiScopes.Read),
        Plant("GET /devices/{device_id}/sensors", PlantRights.Change, ApiScopes.Read),
        Plant("POST /devices/{device_id}/sensors", PlantRights.Change, ApiScopes.Write, body: """{"sensor":"another-pot","plant_id":"$plant"}"""),
        Plant("DELETE /devices/{device_id}/sensors", PlantRights.Change, ApiScopes.Write, answer: 204, query: "?sensor=pot", spends: Spends.Thing),
        Plant("GET /devices/{device_id}/commands", PlantRights.See, ApiScopes.Read, sitters: true),
        Plant("POST /devices/{device_id}/commands", PlantRights.Water, ApiScopes.Command, sitters: true, answer: 202, body: """{"action":"water","value":false}"""),

        // The whole system.
        Administered("GET /users"),
        Administered("GET /users/{id}"),
        Administered("PATCH /users/{id}", body: """{"disabled":true}""", spends: Spends.Thing),
        Administered("POST /users/{id}/password-reset", spends: Spends.Thing),
        Administered("DELETE /users/{id}/two-factor", answer: 409),
        Administered("DELETE /users/{id}", answer: 202, body: """{"confirm":"$email","password":"$password"}""", spends: Spends.Thing),
        Administered("GET /admin/audit"),
        Administered("GET /admin/system"),
        Administered("GET /admin/dead-letters"),
        Administered("GET /admin/settings"),
        Administered("PATCH /admin/settings", body: "{}"),
        Administered("GET /admin/invitations"),
        Administered("POST /admin/invitations", answer: 201, body: "{}"),
        Administered("DELETE /admin/invitations/{id}", answer: 204, spends: Spends.Thing),
        Administered("POST /admin/factory-devices", body: """[{"device_id":"$device","key":"$key","code":"$new_code"}]"""),
        Administered("DELETE /admin/factory-devices/{device_id}", answer: 204, spends: Spends.Thing),
        Administered("GET /devices/waiting"),
    ];

    /// <summary>What may be called without credentials.</summary>
    public static IEnumerable<string> Opened => All.Where(rule => rule.Door == Door.Anyone).Select(rule => rule.Endpoint);

    private static EndpointRule Open(string endpoint, int answer = 200, string? body = null, string query = "") =>
        new(endpoint, Door.Anyone) { Answer = answer, Body = body, Query = query };

    private static EndpointRule Account(string endpoint, int answer = 200, string? body = null, Spends spends = Spends.Nothing) =>
        new(endpoint, Door.Accounts) { Answer = answer, Body = body, Spends = spends };

    private static EndpointRule Own(string endpoint, int answer = 200, string? body = null, Spends spends = Spends.Nothing) =>
        new(endpoint, Door.Own) { Answer = answer, Body = body, Spends = spends };

    private static EndpointRule Listed(string endpoint, bool sitters = false) => new(endpoint, Door.Accounts) { Scope = ApiScopes.Read, Sitters = sitters };

    private static EndpointRule Made(string endpoint, string body) => new(endpoint, Door.Accounts) { Scope = ApiScopes.Write, Answer = 201, Body = body };

    private static EndpointRule Administered(string endpoint, int answer = 200, string? body = null, Spends spends = Spends.Nothing) =>
        new(endpoint, Door.Administrators) { Answer = answer, Body = body, Spends = spends };

    private static EndpointRule Plant(
        string endpoint,
        PlantRights rights,
        ApiScopes scope = ApiScopes.None,
        bool sitters = false,
        int answer = 200,
        string? body = null,
        string query = "",
        Spends spends = Spends.Nothing) =>
        new(endpoint, Door.Plant) { Rights = rights, Scope = scope, Sitters = sitters, Answer = answer, Body = body, Query = query, Spends = spends };
}
