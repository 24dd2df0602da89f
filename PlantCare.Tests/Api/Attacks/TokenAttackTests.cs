using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Attacks;

/// <summary>Tokens that were changed, and tokens that are good for something else than they are used for.</summary>
[Collection(ApiTests.Name)]
public sealed class TokenAttackTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _alice = null!;
    private ApiCaller _bob = null!;
    private string _key = "";
    private string _sitter = "";
    private string _invitation = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_alice, _bob) = (await api.Host.RegisterAsync(), await api.Host.RegisterAsync());
        var plant = await _alice.AddPlantAsync();
        _key = (await _alice.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Script", ["read"]), Cancellation)).Key;
        _sitter = (await _alice.Client.Shares.AddPlantSitterAsync(
            plant.Id, new CreateSitterRequest("Aunt Bea", TimeProvider.System.GetUtcNow().AddDays(7)), Cancellation)).Token;
        _invitation = (await _alice.Client.Shares.SharePlantAsync(plant.Id, new CreateShareRequest(ShareRole.Viewer), Cancellation)).Token;
    }

    public ValueTask DisposeAsync()
    {
        _alice?.Dispose();
        _bob?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Token_with_anything_changed_is_worth_nothing()
    {
        var faults = new List<string>();
        foreach (var (kind, token) in new[] { ("access token", _alice.Tokens.AccessToken), ("key", _key), ("sitter link", _sitter) })
        {
            using (var whole = await AskAsync($"Bearer {token}"))
            {
                Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
            }

            foreach (var changed in ChangesOf(token))
            {
                using var answer = await AskAsync($"Bearer {changed}");
                if (answer.StatusCode != HttpStatusCode.Unauthorized)
                {
                    faults.Add($"{kind} {token} as {changed}: {(int)answer.StatusCode}");
                }
            }
        }

        foreach (var changed in ChangesOf(_alice.Tokens.RefreshToken))
        {
            using var answer = await RefreshAsync(changed);
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
            {
                faults.Add($"refresh token as {changed}: {(int)answer.StatusCode}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Token_made_of_two_accounts_is_nobodys()
    {
        var (hers, his) = (_alice.Tokens.AccessToken, _bob.Tokens.AccessToken);
        var half = Math.Min(hers.Length, his.Length) / 2;
        foreach (var mixed in new[] { hers[..half] + his[half..], his[..half] + hers[half..], hers + his, $"{hers}.{his}", $"{hers}, Bearer {his}" })
        {
            using var answer = await AskAsync($"Bearer {mixed}");
            await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Token_for_something_else_lets_nobody_in()
    {
        var device = await _alice.AddDeviceAsync();
        var cookies = Cookies();
        (string What, string Header)[] attempts =
        [
            ("a refresh token as access token", $"Bearer {_alice.Tokens.RefreshToken}"),
            ("an invitation as access token", $"Bearer {_invitation}"),
            ("a key as sitter link", $"Bearer pcs_{_key[4..]}"),
            ("a sitter link as key", $"Bearer pck_{_sitter[4..]}"),
            ("an invitation as sitter link", $"Bearer pcs_{_invitation[4..]}"),
            ("an invitation as key", $"Bearer pck_{_invitation[4..]}"),
            ("a key without what it begins with", $"Bearer {_key[4..]}"),
            ("a cookie as access token", $"Bearer {cookies[0]}"),
            ("a second factor's cookie as access token", $"Bearer {cookies[1]}"),
            ("a device's secret as access token", $"Bearer {device.Secret}"),
            ("a device's secret as key", $"Bearer pck_{device.Secret}"),
            ("a device's credentials", ApiCaller.Basic(device.DeviceId, device.Secret).ToString()),
            ("an account's password", ApiCaller.Basic(_alice.Credentials.Email, ApiCaller.Password).ToString()),
            ("an access token as password", ApiCaller.Basic(_alice.Credentials.Email, _alice.Tokens.AccessToken).ToString()),
            ("an access token by another scheme", $"Token {_alice.Tokens.AccessToken}"),
            ("a token that says that it is not signed", $"Bearer {Unsigned()}"),
            ("nothing", "Bearer "),
            ("nothing but a prefix", "Bearer pck_"),
            ("an id", $"Bearer {_alice.Me.Id}"),
        ];
        var faults = new List<string>();
        foreach (var (what, header) in attempts)
        {
            using var answer = await AskAsync(header);
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
            {
                faults.Add($"{what}: {(int)answer.StatusCode}");
            }
        }

        foreach (var name in new[] { ".AspNetCore.Identity.Application", ".AspNetCore.Identity.Bearer", "Authorization", "access_token" })
        {
            foreach (var value in cookies.Append(_alice.Tokens.AccessToken))
            {
                using var answer = await AskAsync(header: null, cookie: $"{name}={value}");
                if (answer.StatusCode != HttpStatusCode.Unauthorized)
                {
                    faults.Add($"the cookie {name}: {(int)answer.StatusCode}");
                }
            }
        }

        // Addresses are written to logs: what lets somebody in has no place there.
        foreach (var name in new[] { "access_token", "token", "key", "authorization" })
        {
            using var answer = await AskAsync(header: null, query: $"?{name}={Uri.EscapeDataString(_alice.Tokens.AccessToken)}");
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
            {
                faults.Add($"an access token in the address as {name}: {(int)answer.StatusCode}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Refresh_and_invitations_take_their_own_tokens_only()
    {
        foreach (var token in new[] { _alice.Tokens.AccessToken, _key, _sitter, _invitation, Cookies()[0], "", Unsigned() })
        {
            using var answer = await RefreshAsync(token);
            await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        }

        foreach (var token in new[] { _key, _sitter, $"pci_{_key[4..]}", $"pci_{_sitter[4..]}", _invitation[..^1], _invitation + "a", _invitation.ToUpperInvariant() })
        {
            using var look = await api.Host.Anonymous.GetAsync($"/invitations/{token}", Cancellation);
            await look.ProblemAsync(HttpStatusCode.NotFound);
            using var accept = await _bob.Http.SendJsonAsync(HttpMethod.Post, $"/invitations/{token}/accept");
            await accept.ProblemAsync(HttpStatusCode.NotFound);
        }

        using var refreshed = await RefreshAsync(_alice.Tokens.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    // One bit in each place of some of all places, and what copying and cutting do. The last character of base64url may hold bits that
    // stand for nothing, so that two spellings are one token.
    private static IEnumerable<string> ChangesOf(string token)
    {
        foreach (var place in Enumerable.Range(0, 24).Select(i => i * (token.Length - 2) / 23).Distinct())
        {
            yield return string.Concat(token[..place], token[place] == 'A' ? 'B' : 'A', token[(place + 1)..]);
        }

        foreach (var length in new[] { 1, 5, token.Length / 2, token.Length - 4, token.Length - 1 })
        {
            yield return token[..length];
        }

        yield return token[1..];
        yield return token + "A";
        yield return token + "=";
        yield return token + token;
        yield return token.ToUpperInvariant();
        yield return new string([.. token.Reverse()]);
    }

    // {"alg":"none"}.{"sub":…,"nameid":…}.
    private string Unsigned() =>
        $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(JsonSerializer.Serialize(new { sub = _alice.Me.Id, nameid = _alice.Me.Id, role = "administrator" }))}.";

    private static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    // Made with our own keys, for her account and a session that is in force: as good as any cookie could be.
    private string[] Cookies()
    {
        var services = api.Host.Services;
        var tokens = services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(IdentityConstants.BearerScheme);
        var principal = tokens.BearerTokenProtector.Unprotect(_alice.Tokens.AccessToken)!.Principal;
        return
        [
            .. new[] { IdentityConstants.ApplicationScheme, IdentityConstants.TwoFactorUserIdScheme }.Select(scheme =>
                services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme).TicketDataFormat.Protect(
                    new AuthenticationTicket(principal, new AuthenticationProperties { ExpiresUtc = TimeProvider.System.GetUtcNow().AddDays(1) }, scheme))),
        ];
    }

    private async Task<HttpResponseMessage> AskAsync(string? header, string? cookie = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/plants" + query);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await api.Host.Anonymous.SendAsync(request, Cancellation);
    }

    private async Task<HttpResponseMessage> RefreshAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/refresh")
        {
            Content = new StringContent(JsonSerializer.Serialize(new RefreshTokens(token)), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        return await api.Host.Anonymous.SendAsync(request, Cancellation);
    }
}
