using System.Net;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Care;
using PlantCare.Tests.Api.Accounts;

namespace PlantCare.Tests.Api;

/// <summary>
/// Every endpoint of the route table, whichever are added later: nobody without credentials gets in, and the ids of another account are
/// answered as ids that do not exist. An endpoint or parameter that is not known here fails the test until it says what it is.
/// </summary>
public sealed class TenancyTests
{
    private const string SpeciesId = "species/{id}";
    private const string InvitationToken = "invitations/{token}";
    private const string Unknown = "01890000-0000-7000-8000-00000000dead";

    // Who may call without credentials, and why that is well.
    internal static readonly string[] ForAnyone =
    [
        "POST /auth/register", "POST /auth/login", "POST /auth/refresh", "GET /auth/confirmEmail", "POST /auth/resendConfirmationEmail",
        "POST /auth/forgotPassword", "POST /auth/resetPassword", "POST /auth/passkeys/options", "POST /auth/passkeys/login", "GET /auth/registration", "GET /invitations/{token}",
        "GET /openapi/{documentName}.json", "GET /docs/{documentName?}", "GET /docs", "GET /docs/scalar.js", "GET /docs/scalar.aspnetcore.js", "GET /docs/favicon.svg",
        "* /health", "* /alive", "* /metrics",
    ];

    // Parameters that name nobody's property.
    private static readonly string[] Harmless =
    [
        "limit", "cursor", "active", "direction", "search", "start_time", "end_time", "field", "sensor", "order", "format", "window", "every", "state", "reason",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_without_an_allowance_refuses_callers_without_credentials()
    {
        await using var host = await ApiHost.StartAsync();
        var allowed = new List<string>();
        var faults = new List<string>();
        foreach (var endpoint in RouteTable.Of(host))
        {
            if (endpoint.IsForAnyone)
            {
                allowed.Add(endpoint.ToString());
                continue;
            }

            using var answer = await host.Anonymous.SendJsonAsync(
                new HttpMethod(endpoint.Method), endpoint.PathWith(name => name.Contains("device_id", StringComparison.Ordinal) ? "pot-1" : Unknown), BodyFor(endpoint.Method));
            if (answer.StatusCode != HttpStatusCode.Unauthorized || answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            {
                faults.Add($"{endpoint} answered {(int)answer.StatusCode} {answer.Content.Headers.ContentType}");
            }
        }

        Assert.Empty(faults);
        Assert.Empty(allowed.Except(ForAnyone, StringComparer.Ordinal));
        Assert.Contains("POST /auth/login", allowed);
    }

    [Fact]
    public async Task Every_endpoint_answers_the_ids_of_another_account_as_unknown_ones()
    {
        await using var host = await ApiHost.StartAsync();
        using var administrator = await host.RegisterAsync();
        using var alice = await host.RegisterAsync();
        using var bob = await host.RegisterAsync();
        var (property, hers) = await AddPropertyAsync(host, administrator, alice);
        var before = await StateOfAsync(alice);

        var tried = 0;
        var faults = new List<string>();
        foreach (var endpoint in RouteTable.Of(host).Where(endpoint => !endpoint.IsForAnyone))
        {
            // A device's door: a person's token does not open it, and it takes no ids.
            if (endpoint.IsForDevices)
            {
                using var refused = await bob.Http.SendJsonAsync(new HttpMethod(endpoint.Method), endpoint.Pattern, "{}");
                await refused.ProblemAsync(HttpStatusCode.Unauthorized);
                continue;
            }

            var unknown = endpoint.PathParameters.Where(key => key is not (SpeciesId or InvitationToken) && !property.ContainsKey(key))
                .Concat(endpoint.QueryParameters.Where(name => !property.ContainsKey(name) && !Harmless.Contains(name)))
                .Select(name => $"{endpoint}: what is {name}?")
                .ToList();
            faults.AddRange(unknown);
            if (unknown.Count > 0)
            {
                continue;
            }

            foreach (var (pathToHers, pathToNobodys) in AttemptsAt(endpoint, property))
            {
                tried++;
                if (await RefusalOfAsync(bob, endpoint, pathToHers) != await RefusalOfAsync(bob, endpoint, pathToNobodys))
                {
                    faults.Add($"{endpoint} tells an id of hers from one of nobody's");
                }
            }

            // Without an id of hers, nothing of hers may turn up by itself.
            if (endpoint.Method == "GET" && endpoint.Pattern != "/live" && !endpoint.PathParameters.Any(property.ContainsKey))
            {
                using var open = await bob.Http.GetAsync(endpoint.PathWith(_ => "basil"), Cancellation);
                var text = await open.Content.ReadAsStringAsync(Cancellation);
                faults.AddRange(hers.Where(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase)).Select(mark => $"{endpoint} shows {mark}"));
            }
        }

        Assert.Empty(faults);
        Assert.True(tried >= 15, $"Only {tried} attempts were made.");
        Assert.Equal(before, await StateOfAsync(alice));
    }

    [Fact]
    public async Task Every_endpoint_of_people_refuses_the_credentials_of_a_device()
    {
        await using var host = await ApiHost.StartAsync();
        using var owner = await host.RegisterAsync();
        var device = await owner.AddDeviceAsync();
        using var http = host.CreateClient();
        http.DefaultRequestHeaders.Authorization = ApiCaller.Basic(device.DeviceId, device.Secret);
        foreach (var endpoint in RouteTable.Of(host).Where(endpoint => !endpoint.IsForAnyone && !endpoint.IsForDevices))
        {
            using var answer = await http.SendJsonAsync(
                new HttpMethod(endpoint.Method), endpoint.PathWith(name => name.Contains("device_id", StringComparison.Ordinal) ? device.DeviceId : Unknown), BodyFor(endpoint.Method));

            await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    // One of each thing that can belong to somebody, and an id of the same kind that is nobody's.
    private static async Task<(Dictionary<string, (string Hers, string Nobodys)> Property, string[] Marks)> AddPropertyAsync(
        ApiHost host, ApiCaller administrator, ApiCaller alice)
    {
        var plant = await alice.AddPlantAsync("Alice's basil");
        var device = await alice.AddDeviceAsync(plant.Id);
        var place = await alice.Client.Places.CreateAsync(new CreatePlaceRequest("Alice's home"), Cancellation);
        var share = await alice.Client.Shares.SharePlantAsync(plant.Id, new CreateShareRequest(ShareRole.Viewer), Cancellation);
        var invitation = await administrator.Client.Administration.CreateInvitationAsync(new CreateInvitationRequest(), Cancellation);
        // Of a metric that nothing below is measured of, so that the engine leaves it as it is.
        var alert = new Alert { UserId = alice.Me.Id, PlantId = plant.Id, DeviceId = device.DeviceId, Metric = "humidity" };
        await host.LookAsync(database =>
        {
            database.Add(alert);
            return database.SaveChangesAsync(Cancellation);
        });
        var entry = await alice.Client.Plants.WriteJournalAsync(
            plant.Id, new CreateJournalEntryRequest(JournalKind.Photo, Photo: [0xFF, 0xD8, 0xFF, 0xE0]), Cancellation);
        using (var sent = await alice.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":21}"""))
        {
            Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        }

        var session = (await alice.Client.Credentials.ListSessionsAsync(cancellationToken: Cancellation)).Data.Single();
        var key = await alice.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Alice's script", ["read"]), Cancellation);
        using var passkey = new SoftwarePasskey();
        await passkey.AddToAsync(alice, "Alice's phone");
        var property = new Dictionary<string, (string Hers, string Nobodys)>(StringComparer.Ordinal)
        {
            ["passkeys/{id}"] = (passkey.Id, "bm9ib2R5cw"),
            ["plants/{id}"] = (plant.Id.ToString(), Unknown),
            ["places/{id}"] = (place.Id.ToString(), Unknown),
            ["shares/{id}"] = (share.Share.Id.ToString(), Unknown),
            ["factory-devices/{device_id}"] = (device.DeviceId, "nobodys-device"),
            ["devices/{device_id}"] = (device.DeviceId, "nobodys-device"),
            ["alerts/{id}"] = (alert.Id.ToString(), Unknown),
            ["journal/{entry_id}"] = (entry.Id.ToString(), Unknown),
            ["keys/{id}"] = (key.Id.ToString(), Unknown),
            ["sessions/{id}"] = (session.Id.ToString(), Unknown),
            ["users/{id}"] = (alice.Me.Id.ToString(), Unknown),
            ["invitations/{id}"] = (invitation.Id.ToString(), Unknown),
            ["place_id"] = (place.Id.ToString(), Unknown),
            ["plant_id"] = (plant.Id.ToString(), Unknown),
            ["device_id"] = (device.DeviceId, "nobodys-device"),
            ["user_id"] = (alice.Me.Id.ToString(), Unknown),
        };
        return (property, [plant.Id.ToString(), place.Id.ToString(), share.Share.Id.ToString(), device.DeviceId, alice.Me.Id.ToString(), plant.Name, session.Id.ToString(), key.Id.ToString(), passkey.Id]);
    }

    // An endpoint with an id in its path is tried with that; any other with each parameter that can name somebody's property.
    private static IEnumerable<(string ToHers, string ToNobodys)> AttemptsAt(
        KnownEndpoint endpoint, Dictionary<string, (string Hers, string Nobodys)> property)
    {
        if (endpoint.PathParameters.Any(property.ContainsKey))
        {
            yield return (endpoint.PathWith(key => property[key].Hers), endpoint.PathWith(key => property[key].Nobodys));
            yield break;
        }

        foreach (var name in endpoint.QueryParameters.Where(property.ContainsKey))
        {
            var (hers, nobodys) = property[name];
            yield return ($"{endpoint.Pattern}?{name}={hers}", $"{endpoint.Pattern}?{name}={nobodys}");
        }
    }

    // What only administrators may ask says so, whatever is asked; where it has an id, there is nothing.
    private static async Task<string?> RefusalOfAsync(ApiCaller caller, KnownEndpoint endpoint, string path)
    {
        var expected = endpoint.IsForAdministrators && !endpoint.PathParameters.Any() ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound;
        using var answer = await caller.Http.SendJsonAsync(new HttpMethod(endpoint.Method), path, BodyFor(endpoint.Method));
        return (await answer.ProblemAsync(expected)).GetProperty("detail").GetString();
    }

    private static string? BodyFor(string method) => method is "POST" or "PATCH" or "PUT" ? "{}" : null;

    private static async Task<string> StateOfAsync(ApiCaller caller)
    {
        var texts = new List<string>();
        foreach (var path in new[] { "/plants?active=any", "/places", "/shares", "/data/latest", "/users/me", "/alerts" })
        {
            texts.Add(await caller.Http.GetStringAsync(path, Cancellation));
        }

        var devices = await caller.Client.Devices.ListAsync(cancellationToken: Cancellation);
        return string.Join('\n', texts.Concat(devices.Data.Select(device => $"{device.DeviceId} {device.Name} {device.PlantId}")));
    }
}
