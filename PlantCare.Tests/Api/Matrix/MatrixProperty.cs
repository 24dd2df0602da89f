using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Care;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Sharing;
using PlantCare.Tests.Api.Accounts;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Matrix;

/// <summary>
/// One of each thing that an address can name, all of them the owner's: those that stay, and as many as are wanted of those that a call
/// takes away. The names of the values are those of the route table's parameters, and begin with <c>$</c> where bodies hold them.
/// </summary>
internal sealed partial class MatrixProperty(Edition edition, ApiCaller owner, ApiCaller administrator)
{
    /// <summary>An id that nothing has.</summary>
    public const string UnknownId = "01890000-0000-7000-8000-00000000dead";

    private const string CodeLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    /// <summary>What is nobody's, by the same names, where it is no <see cref="UnknownId"/>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Nobodys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["devices/{device_id}"] = "nobodys-device",
        ["factory-devices/{device_id}"] = "nobodys-device",
        ["device_id"] = "nobodys-device",
        ["passkeys/{id}"] = "bm9ib2R5cw",
        ["invitations/{token}"] = "pci_" + new string('a', 43),
        ["species/{id}"] = "no-such-species",
    };

    /// <summary>What stays; changed by nobody who may not.</summary>
    public Dictionary<string, string> Standing { get; } = new(StringComparer.Ordinal)
    {
        ["species/{id}"] = "ocimum-basilicum",
        ["openapi/{documentName}.json"] = "v1.json",
        ["docs/{documentName?}"] = "v1",
        ["$code"] = "NOBODYSCODE2",
        ["$email"] = owner.Credentials.Email,
        ["$password"] = ApiCaller.Password,
        ["$unknown"] = UnknownId,
        ["$origin"] = "https://plants.example",
        ["$soon"] = TimeProvider.System.GetUtcNow().AddDays(7).ToString("O"),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes what stays, but the place, which others look at already.</summary>
    /// <param name="place">The place that is shared.</param>
    public async Task FillAsync(PlaceResponse place)
    {
        var plant = await owner.Client.Plants.CreateAsync(new CreatePlantRequest("Owner's basil", PlaceId: place.Id), Cancellation);
        Standing["places/{id}"] = Standing["place_id"] = place.Id.ToString();
        Standing["plants/{id}"] = Standing["plant_id"] = Standing["$plant"] = plant.Id.ToString();
        Standing["users/{id}"] = Standing["user_id"] = owner.Me.Id.ToString();
        Standing["devices/{device_id}"] = Standing["device_id"] = await AddGatewayAsync();
        var entry = await owner.Client.Plants.WriteJournalAsync(
            plant.Id, new CreateJournalEntryRequest(JournalKind.Photo, Photo: [0xFF, 0xD8, 0xFF, 0xE0]), Cancellation);
        Standing["journal/{entry_id}"] = entry.Id.ToString();
        foreach (var name in new[] { "alerts/{id}", "shares/{id}", "keys/{id}", "passkeys/{id}", "sessions/{id}", "invitations/{id}", "invitations/{token}", "factory-devices/{device_id}" })
        {
            await RenewAsync(Standing, name);
        }
    }

    /// <summary>What stays, with something else in place of what the call takes away.</summary>
    public async Task<Dictionary<string, string>> FreshAsync(EndpointRule rule)
    {
        var values = new Dictionary<string, string>(Standing, StringComparer.Ordinal)
        {
            ["$device"] = $"made-{RandomNumberGenerator.GetHexString(12, lowercase: true)}",
            ["$key"] = DeviceSecret.Generate(),
            ["$new_code"] = RandomNumberGenerator.GetString(CodeLetters, 12),
        };
        if (rule.Spends == Spends.Thing)
        {
            var segments = rule.Endpoint.Split(' ')[1].Split('/');
            var place = Array.FindLastIndex(segments, segment => segment.StartsWith('{'));
            await RenewAsync(values, place < 0 ? "factory-devices/{device_id}" : $"{segments[place - 1]}/{segments[place]}");
        }

        return values;
    }

    /// <summary>All that stays, as its owner is shown it.</summary>
    public async Task<string> StateAsync()
    {
        var texts = new List<string>();
        foreach (var path in new[] { "/plants?active=any", "/places", "/shares", "/data/latest", "/users/me", "/alerts", "/users/me/keys", $"/plants/{Standing["plants/{id}"]}/journal" })
        {
            texts.Add(await owner.Http.GetStringAsync(path, Cancellation));
        }

        // Without what changes by itself, such as when a device was last seen.
        var devices = await owner.Client.Devices.ListAsync(cancellationToken: Cancellation);
        return UseOf().Replace(string.Join('\n', texts), "") + string.Join('\n', devices.Data.Select(device => $"{device.DeviceId} {device.Name} {device.PlantId} {device.DisabledAt}"));
    }

    // When a key or a link was last used.
    [GeneratedRegex("\"last_used_at\":(null|\"[^\"]*\")", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex UseOf();

    // Each that another one is wanted of.
    private async Task RenewAsync(Dictionary<string, string> values, string name)
    {
        switch (name)
        {
            case "plants/{id}":
                var plant = await owner.Client.Plants.CreateAsync(new CreatePlantRequest("Spare", PlaceId: Guid.Parse(values["place_id"])), Cancellation);
                values[name] = plant.Id.ToString();
                break;
            case "places/{id}":
                values[name] = (await AddPlaceAsync("Spare")).Id.ToString();
                break;
            case "devices/{device_id}":
                values[name] = await AddGatewayAsync();
                break;
            case "alerts/{id}":
                values[name] = (await AddAlertAsync(Guid.Parse(values["plant_id"]))).ToString();
                break;
            case "shares/{id}":
                var share = await owner.Client.Shares.SharePlantAsync(Guid.Parse(values["plant_id"]), new CreateShareRequest(ShareRole.Viewer), Cancellation);
                values[name] = share.Share.Id.ToString();
                break;
            case "invitations/{token}":
                var offered = await owner.AddPlantAsync("Offered");
                values[name] = (await owner.Client.Shares.SharePlantAsync(offered.Id, new CreateShareRequest(ShareRole.Viewer), Cancellation)).Token;
                break;
            case "keys/{id}":
                values[name] = (await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Spare", ["read"]), Cancellation)).Id.ToString();
                break;
            case "passkeys/{id}":
                using (var passkey = new SoftwarePasskey())
                {
                    values[name] = (await passkey.AddToAsync(owner)).Id;
                }

                break;
            case "sessions/{id}":
                using (await ApiCaller.SignInAsync(edition.CreateClientElsewhere(), owner.Credentials.Email))
                {
                    values[name] = (await owner.Client.Credentials.ListSessionsAsync(limit: 1, cancellationToken: Cancellation)).Data.Single().Id.ToString();
                }

                break;
            case "users/{id}":
                using (var spare = await ApiCaller.RegisterAsync(edition.CreateClientElsewhere(), $"{Guid.CreateVersion7():n}@example.com"))
                {
                    (values[name], values["$email"]) = (spare.Me.Id.ToString(), spare.Credentials.Email);
                }

                break;
            case "invitations/{id}":
                values[name] = (await administrator.Client.Administration.CreateInvitationAsync(new CreateInvitationRequest(), Cancellation)).Id.ToString();
                break;
            case "factory-devices/{device_id}":
                (values[name], values["$code"]) = await ImportAsync();
                break;
            default:
                throw new InvalidOperationException($"What is {name}?");
        }
    }

    /// <summary>A place of the owner's, with those in it who hold all the owner's places.</summary>
    public async Task<PlaceResponse> AddPlaceAsync(string name)
    {
        var place = await owner.Client.Places.CreateAsync(new CreatePlaceRequest(name), Cancellation);
        foreach (var (holderId, role) in Holders)
        {
            await LetInAsync(place.Id, holderId, role);
        }

        return place;
    }

    /// <summary>Who holds the owner's places, and in which role.</summary>
    public Dictionary<Guid, ShareRole> Holders { get; } = [];

    /// <summary>Shares the place without an invitation.</summary>
    public Task LetInAsync(Guid placeId, Guid holderId, ShareRole role) => edition.LookAsync(database =>
    {
        database.Add(new Share { UserId = owner.Me.Id, PlaceId = placeId, HolderId = holderId, Role = role, CreatedAt = TimeProvider.System.GetUtcNow() });
        return database.SaveChangesAsync(Cancellation);
    });

    private async Task<string> AddGatewayAsync()
    {
        var plantId = Guid.Parse(Standing["plant_id"]);
        var config = new DeviceConfig { Sensors = new Dictionary<string, AdoptedSensor>(StringComparer.Ordinal) { ["pot"] = new(plantId) } };
        var gateway = await owner.Client.Devices.CreateAsync(new CreateDeviceRequest(Type: DeviceType.Gateway, Config: config, PlantId: plantId), Cancellation);
        return gateway.DeviceId;
    }

    // Of a metric that nothing is measured of, so that the engine leaves it as it is.
    private async Task<Guid> AddAlertAsync(Guid plantId)
    {
        var alert = new Alert { UserId = owner.Me.Id, PlantId = plantId, DeviceId = Standing["device_id"], Metric = $"m{RandomNumberGenerator.GetHexString(8, lowercase: true)}" };
        await edition.LookAsync(database =>
        {
            database.Add(alert);
            return database.SaveChangesAsync(Cancellation);
        });
        return alert.Id;
    }

    private async Task<(string DeviceId, string Code)> ImportAsync()
    {
        var (deviceId, code) = ($"factory-{RandomNumberGenerator.GetHexString(12, lowercase: true)}", RandomNumberGenerator.GetString(CodeLetters, 12));
        using var answer = await administrator.Http.SendJsonAsync(
            HttpMethod.Post, "/admin/factory-devices", $$"""[{"device_id":"{{deviceId}}","key":"{{DeviceSecret.Generate()}}","code":"{{code}}"}]""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (deviceId, code);
    }
}
