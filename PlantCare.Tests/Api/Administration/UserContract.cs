using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts.TwoFactor;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Users;
using PlantCare.Storage.Relational.People;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Administration;

/// <summary>What administrators do with accounts.</summary>
public abstract class UserContract : EditionContract
{
    [Fact]
    public async Task ListUsers_finds_accounts_by_address_and_name_in_parts_newest_first()
    {
        using var ada = await Host.RegisterAsync("ada@garden.example");
        using var bob = await Host.RegisterAsync("bob@garden.example");
        await bob.Client.Users.UpdateMeAsync(new UpdateUserRequest { DisplayName = "Jürgen Müller" }, Cancellation);
        await ada.AddDeviceAsync((await ada.AddPlantAsync()).Id);
        await ada.AddPlantAsync("Fern");

        var all = await Administrator.Client.Administration.ListUsersAsync(cancellationToken: Cancellation);
        Assert.Equal([bob.Me.Id, ada.Me.Id, Administrator.Me.Id], all.Data.Select(account => account.Id));
        Assert.Equal((2, 1, false), (all.Data[1].Plants, all.Data[1].Devices, all.Data[1].IsAdministrator));
        Assert.All(all.Data, account => Assert.NotNull(account.LastSignIn));

        Assert.Equal([bob.Me.Id, ada.Me.Id], await FindAsync("GARDEN.example"));
        Assert.Equal([bob.Me.Id], await FindAsync("Jürgen"));
        Assert.Equal([bob.Me.Id], await FindAsync("müller"[1..]));
        Assert.Empty(await FindAsync("%"));
        Assert.Empty(await FindAsync("' OR 1=1 --"));

        var first = await Administrator.Client.Administration.ListUsersAsync(limit: 2, cancellationToken: Cancellation);
        var second = await Administrator.Client.Administration.ListUsersAsync(limit: 2, cursor: first.Next, cancellationToken: Cancellation);
        Assert.Equal(all.Data, [.. first.Data, .. second.Data]);
        Assert.Null(second.Next);
        Assert.Equal(all.Data[1], await Administrator.Client.Administration.GetUserAsync(ada.Me.Id, Cancellation));
    }

    [Fact]
    public async Task Accounts_are_for_administrators_alone()
    {
        using var ada = await Host.RegisterAsync();
        using var list = await ada.Http.GetAsync("/users", Cancellation);
        await list.ProblemAsync(HttpStatusCode.Forbidden);
        using var one = await ada.Http.GetAsync($"/users/{ada.Me.Id}", Cancellation);
        await one.ProblemAsync(HttpStatusCode.NotFound);
        using var promoted = await ada.Http.SendJsonAsync(HttpMethod.Patch, $"/users/{ada.Me.Id}", """{"is_administrator":true}""");
        await promoted.ProblemAsync(HttpStatusCode.NotFound);
        Assert.False((await ada.Client.Auth.GetMeAsync(Cancellation)).IsAdministrator);

        using var nobody = await Administrator.Http.GetAsync($"/users/{Guid.CreateVersion7()}", Cancellation);
        await nobody.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task UpdateUser_makes_an_administrator_at_once_and_takes_it_back()
    {
        using var ada = await Host.RegisterAsync();

        Assert.True((await RoleAsync(ada, isAdministrator: true)).IsAdministrator);
        Assert.NotEmpty((await ada.Client.Administration.ListUsersAsync(cancellationToken: Cancellation)).Data);
        Assert.False((await RoleAsync(ada, isAdministrator: false)).IsAdministrator);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => ada.Client.Administration.ListUsersAsync(cancellationToken: Cancellation));

        Assert.Equal(HttpStatusCode.Forbidden, refusal.Status);
        Assert.Equal(
            [("account.role_changed", "no administrator", Administrator.Me.Id), ("account.role_changed", "administrator", Administrator.Me.Id)],
            (await ada.Client.Users.ListAuditAsync(limit: 2, cancellationToken: Cancellation)).Data.Select(entry => (entry.Action, entry.Detail, entry.ActorId!.Value)));
    }

    [Fact]
    public async Task UpdateUser_leaves_the_system_an_administrator_who_can_sign_in()
    {
        using var ada = await Host.RegisterAsync();
        await IsConflictAsync(() => RoleAsync(Administrator, isAdministrator: false));

        // One who is disabled does not count.
        await RoleAsync(ada, isAdministrator: true);
        await DisableAsync(ada, isDisabled: true);
        await IsConflictAsync(() => RoleAsync(Administrator, isAdministrator: false));
        await IsConflictAsync(() => DisableAsync(Administrator, isDisabled: true));
        Assert.True((await Administrator.Client.Auth.GetMeAsync(Cancellation)).IsAdministrator);
    }

    [Fact]
    public async Task UpdateUser_of_two_administrators_by_each_other_at_once_leaves_one()
    {
        using var ada = await Host.RegisterAsync();
        for (var round = 0; round < 5; round++)
        {
            await RoleAsync(ada, isAdministrator: true);
            var results = await Task.WhenAll(TryDemoteAsync(Administrator, ada), TryDemoteAsync(ada, Administrator));

            Assert.Equal(1, await Host.LookAsync(database => database.Users.CountAsync(user => user.IsAdministrator, Cancellation)));
            Assert.Contains(HttpStatusCode.OK, results);
            await Host.LookAsync(database => database.Users.Where(user => user.Id == Administrator.Me.Id)
                .ExecuteUpdateAsync(user => user.SetProperty(u => u.IsAdministrator, true), Cancellation));
        }
    }

    [Fact]
    public async Task UpdateUser_that_disables_ends_sessions_keys_and_devices_and_enabling_brings_back_all_but_sessions()
    {
        using var ada = await Host.RegisterAsync();
        var device = await ada.AddDeviceAsync((await ada.AddPlantAsync()).Id);
        var tokens = await ada.Client.Auth.LoginAsync(ada.Credentials, Cancellation);
        using var script = Host.CreateClient();
        script.DefaultRequestHeaders.Authorization = new("Bearer", await AddKeyAsync(ada));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted), (await StatusOfAsync(script, "/plants"), await SubmitAsync(ada, device)));

        Assert.NotNull((await DisableAsync(ada, isDisabled: true)).DisabledAt);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await StatusOfAsync(ada.Http, "/users/me"), await StatusOfAsync(script, "/plants")));
        Assert.Equal(HttpStatusCode.Unauthorized, await SubmitAsync(ada, device));
        await IsRefusedAsync(() => ada.Client.Auth.LoginAsync(ada.Credentials, Cancellation));
        await IsRefusedAsync(() => ada.Client.Auth.RefreshAsync(tokens.RefreshToken, Cancellation));

        Assert.Null((await DisableAsync(ada, isDisabled: false)).DisabledAt);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusOfAsync(ada.Http, "/users/me"), await StatusOfAsync(script, "/plants")));
        Assert.Equal(HttpStatusCode.Accepted, await SubmitAsync(ada, device));
        await IsRefusedAsync(() => ada.Client.Auth.RefreshAsync(tokens.RefreshToken, Cancellation));
        await ada.Client.Auth.LoginAsync(ada.Credentials, Cancellation);
        var log = (await Administrator.Client.Administration.ListAuditAsync(ada.Me.Id, cancellationToken: Cancellation)).Data.Select(entry => entry.Action).ToList();
        Assert.True(log.IndexOf("account.enabled") < log.IndexOf("account.disabled"), string.Join(' ', log));
    }

    [Fact]
    public async Task Disabled_device_is_refused_and_its_neighbour_is_not()
    {
        var plant = await Administrator.AddPlantAsync();
        var (device, neighbour) = (await Administrator.AddDeviceAsync(plant.Id), await Administrator.AddDeviceAsync(plant.Id));
        await SetDisabledAsync(TimeProvider.System.GetUtcNow());

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Accepted), (await SubmitAsync(Administrator, device), await SubmitAsync(Administrator, neighbour)));
        await SetDisabledAsync(null);
        Assert.Equal(HttpStatusCode.Accepted, await SubmitAsync(Administrator, device));

        Task SetDisabledAsync(DateTimeOffset? since) => Host.LookAsync(async database =>
        {
            (await database.Devices.SingleAsync(row => row.DeviceId == device.DeviceId, Cancellation)).DisabledAt = since;
            return await database.SaveChangesAsync(Cancellation);
        });
    }

    [Fact]
    public async Task ResetUserPassword_gives_a_code_that_is_good_once_and_sets_a_new_password()
    {
        using var ada = await Host.RegisterAsync();
        var reset = await Administrator.Client.Administration.ResetPasswordAsync(ada.Me.Id, Cancellation);
        Assert.Equal(ada.Me.Email, reset.Email);
        Assert.True(reset.ExpiresAt > TimeProvider.System.GetUtcNow());

        Assert.Equal(HttpStatusCode.OK, await ResetAsync("another garden of mine"));
        Assert.Equal(HttpStatusCode.BadRequest, await ResetAsync("a third garden of mine"));

        await ada.Client.Auth.LoginAsync(ada.Credentials with { Password = "another garden of mine" }, Cancellation);
        await IsRefusedAsync(() => ada.Client.Auth.LoginAsync(ada.Credentials, Cancellation));
        var log = await Host.LookAsync(database => database.AuditLog.Where(entry => entry.UserId == ada.Me.Id && entry.ActorId == Administrator.Me.Id).ToListAsync(Cancellation));
        Assert.Contains(log, entry => entry is { Action: "password.reset_requested", Detail: "by an administrator" });
        Assert.DoesNotContain(log, entry => $"{entry.Subject} {entry.Detail}".Contains(reset.ResetCode, StringComparison.Ordinal));

        async Task<HttpStatusCode> ResetAsync(string password)
        {
            using var answer = await Host.Anonymous.SendJsonAsync(
                HttpMethod.Post, "/auth/resetPassword", $$"""{"email":"{{reset.Email}}","resetCode":"{{reset.ResetCode}}","newPassword":"{{password}}"}""");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task ResetUserTwoFactor_of_another_account_leaves_the_password_alone_and_tells_its_owner()
    {
        using var ada = await Host.RegisterAsync();
        await IsConflictAsync(() => Administrator.Client.Administration.ResetTwoFactorAsync(ada.Me.Id, Cancellation));
        var key = (await ada.Client.Credentials.GetTwoFactorAsync(Cancellation)).SharedKey;
        var codes = (await ada.Client.Credentials.EnableTwoFactorAsync(
            TimeCode.Of(TimeCode.ReadKey(key), TimeCode.StepAt(TimeProvider.System.GetUtcNow())), Cancellation)).RecoveryCodes!;
        await IsRefusedAsync(() => ada.Client.Auth.LoginAsync(ada.Credentials, Cancellation));
        using var refused = await ada.Http.SendJsonAsync(HttpMethod.Delete, $"/users/{Administrator.Me.Id}/two-factor");
        await refused.ProblemAsync(HttpStatusCode.NotFound);

        await Administrator.Client.Administration.ResetTwoFactorAsync(ada.Me.Id, Cancellation);

        await ada.Client.Auth.LoginAsync(ada.Credentials, Cancellation);
        var (status, told) = (await ada.Client.Credentials.GetTwoFactorAsync(Cancellation), (await ada.Client.Users.ListAuditAsync(limit: 3, cancellationToken: Cancellation)).Data);
        Assert.Equal((false, 0), (status.IsTwoFactorEnabled, status.RecoveryCodesLeft));
        Assert.NotEqual(key, status.SharedKey);
        Assert.Contains(told, entry => entry is { Action: "two_factor.reset", Detail: "by an administrator" } && entry.ActorId == Administrator.Me.Id);
        Assert.DoesNotContain(told, entry => codes.Any(code => entry.Detail?.Contains(code, StringComparison.Ordinal) == true));
        await IsConflictAsync(() => Administrator.Client.Administration.ResetTwoFactorAsync(Administrator.Me.Id, Cancellation));
        var nobody = await Assert.ThrowsAsync<ApiException>(() => Administrator.Client.Administration.ResetTwoFactorAsync(Guid.CreateVersion7(), Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, nobody.Status);
    }

    private static async Task IsConflictAsync(Func<Task> change)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(change);
        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
    }

    private static async Task IsRefusedAsync(Func<Task> signIn)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(signIn);
        Assert.Equal(HttpStatusCode.Unauthorized, refusal.Status);
    }

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SubmitAsync(ApiCaller caller, DeviceWithSecretResponse device)
    {
        using var answer = await caller.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":21}""");
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> TryDemoteAsync(ApiCaller by, ApiCaller whom)
    {
        using var answer = await by.Http.SendJsonAsync(HttpMethod.Patch, $"/users/{whom.Me.Id}", """{"is_administrator":false}""");
        return answer.StatusCode;
    }

    private async Task<List<Guid>> FindAsync(string search) =>
        [.. (await Administrator.Client.Administration.ListUsersAsync(search, cancellationToken: Cancellation)).Data.Select(account => account.Id)];

    private Task<AccountResponse> RoleAsync(ApiCaller whom, bool isAdministrator) =>
        Administrator.Client.Administration.UpdateUserAsync(whom.Me.Id, new UpdateAccountRequest { IsAdministrator = isAdministrator }, Cancellation);

    private Task<AccountResponse> DisableAsync(ApiCaller whom, bool isDisabled) =>
        Administrator.Client.Administration.UpdateUserAsync(whom.Me.Id, new UpdateAccountRequest { Disabled = isDisabled }, Cancellation);

    private async Task<string> AddKeyAsync(ApiCaller owner)
    {
        var key = AccessToken.Create(AccessToken.KeyPrefix);
        await Host.LookAsync(database =>
        {
            database.Add(new ApiKey
            {
                UserId = owner.Me.Id,
                Name = "script",
                KeyHash = AccessToken.Hash(key),
                Prefix = key[..8],
                Scopes = "read",
                CreatedAt = TimeProvider.System.GetUtcNow(),
            });
            return database.SaveChangesAsync(Cancellation);
        });
        return key;
    }
}

/// <summary>In the home edition.</summary>
public sealed class HomeUserTests : UserContract
{
    protected override Task<ApiHost> StartAsync() => ApiHost.StartAsync();
}

/// <summary>In the distributed edition.</summary>
public sealed class DistributedUserTests(SharedPostgres postgres, SharedInfluxServer influx) : UserContract, IClassFixture<SharedInfluxServer>
{
    protected override async Task<ApiHost> StartAsync() => await ApiHost.StartAsync(await ServersAsync(postgres, influx));
}
