using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Matrix;

/// <summary>An owner with one of everything, and all who try to get at it.</summary>
internal sealed class MatrixScene : IDisposable
{
    private static readonly string[] AllScopes = ["read", "write", "command"];

    private readonly Edition _edition;
    private readonly List<MatrixCaller> _callers = [];
    private readonly List<MatrixCaller> _spares = [];
    private readonly PlaceResponse _place;

    private MatrixScene(Edition edition, MatrixProperty property, PlaceResponse place) => (_edition, Property, _place) = (edition, property, place);

    public IReadOnlyList<MatrixCaller> Callers => _callers;

    public MatrixProperty Property { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<MatrixScene> SetAsync(Edition edition)
    {
        // step 1: the administrator and the owner, who make what there is; the very first account is an administrator anyhow
        var administrator = await edition.RegisterAdministratorAsync();
        var owner = await RegisterAsync(edition);
        var property = new MatrixProperty(edition, owner, administrator);
        var place = await property.AddPlaceAsync("Owner's home");
        var scene = new MatrixScene(edition, property, place);
        await property.FillAsync(place);

        // step 2: people
        scene.Add(new("owner", CallerSort.Person, owner.Http) { Rights = PlantRights.All, IsOwner = true, Account = owner });
        scene.Add(new("administrator", CallerSort.Person, administrator.Http) { IsAdministrator = true, Account = administrator });
        var other = await RegisterAsync(edition);
        scene.Add(new("other user", CallerSort.Person, other.Http) { Account = other });
        foreach (var (role, rights) in new[]
        {
            (ShareRole.Viewer, PlantRights.See),
            (ShareRole.Caretaker, PlantRights.See | PlantRights.Water | PlantRights.Acknowledge | PlantRights.Write),
            (ShareRole.Owner, PlantRights.All),
        })
        {
            var holder = await scene.RegisterHolderAsync(role);
            property.Holders.Add(holder.Me.Id, role);
            scene.Add(new($"{role} by a share", CallerSort.Person, holder.Http) { Rights = rights, Account = holder, Role = role });
        }

        // step 3: those whom an account lets in
        foreach (var scope in new[] { ApiScopes.Read, ApiScopes.Write, ApiScopes.Command })
        {
            scene.Add(await KeyAsync(edition, $"{scope} key", owner, scope) with { Rights = PlantRights.All, IsOwner = true });
        }

        const ApiScopes Everything = ApiScopes.Read | ApiScopes.Write | ApiScopes.Command;
        scene.Add(await KeyAsync(edition, "other user's key", other, Everything));
        scene.Add(await KeyAsync(edition, "administrator's key", administrator, Everything) with { IsAdministrator = true });
        var link = await owner.Client.Shares.AddPlaceSitterAsync(
            place.Id, new CreateSitterRequest("Aunt Bea", TimeProvider.System.GetUtcNow().AddDays(7)), Cancellation);
        scene.Add(new("sitter link", CallerSort.Sitter, edition.CreateClientElsewhere(link.Token)) { Rights = PlantRights.See | PlantRights.Water });
        var device = await owner.AddDeviceAsync(Guid.Parse(property.Standing["plant_id"]));
        var sensor = edition.CreateClientElsewhere();
        sensor.DefaultRequestHeaders.Authorization = ApiCaller.Basic(device.DeviceId, device.Secret);
        scene.Add(new("device", CallerSort.Device, sensor));

        // step 4: those who are let in nowhere, whatever they could once
        scene.Add(new("anonymous", CallerSort.Nobody, edition.CreateClientElsewhere()));
        scene.Add(new("expired token", CallerSort.Nobody, edition.CreateClientElsewhere(Expired(edition, owner.Tokens.AccessToken))));
        var disabled = await scene.RegisterHolderAsync(ShareRole.Owner);
        await administrator.Client.Administration.UpdateUserAsync(disabled.Me.Id, new UpdateAccountRequest { Disabled = true }, Cancellation);
        scene.Add(new("disabled account", CallerSort.Nobody, disabled.Http));
        return scene;
    }

    /// <summary>The caller, or one like it for a call that ends its session or its account.</summary>
    /// <param name="caller">Who is to call.</param>
    /// <param name="rule">What.</param>
    /// <param name="values">Learns whose account it is.</param>
    public async Task<MatrixCaller> SpareAsync(MatrixCaller caller, EndpointRule rule, Dictionary<string, string> values)
    {
        if (caller.Account is null || rule.Spends is not (Spends.Session or Spends.Account))
        {
            return caller;
        }

        var account = rule.Spends == Spends.Session ? await ApiCaller.SignInAsync(_edition.CreateClientElsewhere(), caller.Account.Credentials.Email)
            : caller.Role is { } role ? await RegisterHolderAsync(role)
            : caller.IsAdministrator ? await _edition.RegisterAdministratorAsync()
            : await RegisterAsync(_edition);
        values["$email"] = account.Credentials.Email;
        var spare = caller with { Http = account.Http, Account = account };
        _spares.Add(spare);
        return spare;
    }

    public void Dispose() => _callers.Concat(_spares).ToList().ForEach(caller => caller.Http.Dispose());

    private static Task<ApiCaller> RegisterAsync(Edition edition) =>
        ApiCaller.RegisterAsync(edition.CreateClientElsewhere(), $"{Guid.CreateVersion7():n}@example.com");

    private static async Task<MatrixCaller> KeyAsync(Edition edition, string name, ApiCaller account, ApiScopes scopes)
    {
        var words = AllScopes.Where(word => scopes.HasFlag(Enum.Parse<ApiScopes>(word, ignoreCase: true))).ToArray();
        var made = await account.Client.Credentials.CreateKeyAsync(new CreateKeyRequest(name, words), Cancellation);
        return new(name, CallerSort.Key, edition.CreateClientElsewhere(made.Key)) { Scopes = scopes };
    }

    // The token as it will be in an hour: of a session that is in force.
    private static string Expired(Edition edition, string token)
    {
        var protector = edition.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(IdentityConstants.BearerScheme).BearerTokenProtector;
        var ticket = protector.Unprotect(token)!;
        ticket.Properties.ExpiresUtc = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        return protector.Protect(ticket);
    }

    private async Task<ApiCaller> RegisterHolderAsync(ShareRole role)
    {
        var holder = await RegisterAsync(_edition);
        await Property.LetInAsync(_place.Id, holder.Me.Id, role);
        return holder;
    }

    private void Add(MatrixCaller caller) => _callers.Add(caller);
}
