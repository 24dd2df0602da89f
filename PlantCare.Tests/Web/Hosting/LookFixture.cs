using Microsoft.Playwright;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Tests.Infrastructure;
using PlantCare.Web.Session;
using PlantCare.Web.Time;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>Two dashboards to look at: one that a household lives with, and one that nobody has set up.</summary>
public sealed class LookFixture : IAsyncLifetime
{
    /// <summary>Somebody with an account and nothing else.</summary>
    public const string Newcomer = "newcomer@example.org";

    /// <summary>A gateway of the household, which speaks of <see cref="UnknownSensor"/>.</summary>
    public const string Gateway = "attic-gateway";

    /// <summary>A sensor that is in no plant.</summary>
    public const string UnknownSensor = "office/fern";

    /// <summary>A device from a factory that nobody has claimed.</summary>
    public const string Waiting = "pot2-0001";

    /// <summary>The code on its label.</summary>
    public const string WaitingCode = "K7QM2X9DFZ4P";

    private readonly Dictionary<string, List<Cookie>> _signedIn = [];
    private readonly TempFolder _livedFolder = new();
    private readonly TempFolder _freshFolder = new();
    private ApiServer? _livedApi;
    private ApiServer? _freshApi;

    internal DashboardHost Lived { get; private set; } = default!;

    internal DashboardHost Fresh { get; private set; } = default!;

    internal SharedGarden Shared { get; private set; } = default!;

    internal PlantCareClient Owner => _livedApi!.Owner;

    internal string ApiAddress => _livedApi!.Address;

    public async ValueTask InitializeAsync()
    {
        _livedApi = await ApiServer.StartAsync(_livedFolder.Path);
        await _livedApi.PlantAsync(Garden.Household(TimeProvider.System.GetUtcNow()));
        await _livedApi.Owner.Auth.RegisterAsync(new Credentials(Newcomer, ApiServer.Password));
        Shared = await SharedGarden.MakeAsync(_livedApi);
        await _livedApi.Owner.Users.UpdateMeAsync(new UpdateUserRequest { DisplayName = "Ada" });
        await KeepAsync(_livedApi);
        Lived = await DashboardHost.StartAsync(_livedApi.Address, _livedFolder.Path);
        _freshApi = await ApiServer.StartAsync(_freshFolder.Path, withAccount: false);
        Fresh = await DashboardHost.StartAsync(_freshApi.Address, _freshFolder.Path);
    }

    /// <summary>
    /// Opens a page of the household's dashboard as that person, who signs in through the form once and after that brings what the browser was
    /// given then: these tests look at pages, and other tests at signing in.
    /// </summary>
    internal async Task SignInAsync(IPage page, string to = "/", string email = ApiServer.Email)
    {
        if (_signedIn.TryGetValue(email, out var given))
        {
            await page.Context.AddCookiesAsync(given);
            await Chromium.GoToAsync(page, to);
            return;
        }

        await Chromium.SignInAsync(page, to, email);
        _signedIn[email] =
        [
            .. (await page.Context.CookiesAsync())
                .Where(cookie => cookie.Name is SessionCookie.Name or BrowserClock.Cookie)
                .Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly }),
        ];
    }

    // What the pages of who keeps devices and the system in order have to show.
    private static async Task KeepAsync(ApiServer api)
    {
        await api.ReportNonsenseAsync("pot-001", ("temperature", 400));
        var gateway = await api.Owner.Devices.CreateAsync(new CreateDeviceRequest(Gateway, "Attic gateway", DeviceType.Gateway));
        await api.HearOfAsync(gateway, UnknownSensor, new Measurement("soil_moisture", MetricValue.Of(42)), new Measurement("temperature", MetricValue.Of(22)));
        await api.Owner.Devices.ImportAsync([new ImportedDevice(Waiting, DeviceSecret.Generate(), Code: WaitingCode, Model: "Pot 2")]);
        await api.Owner.Administration.CreateInvitationAsync(new CreateInvitationRequest("grace@example.org"));
    }

    public async ValueTask DisposeAsync()
    {
        await Lived.DisposeAsync();
        await Fresh.DisposeAsync();
        await _livedApi!.DisposeAsync();
        await _freshApi!.DisposeAsync();
        _livedFolder.Dispose();
        _freshFolder.Dispose();
    }
}
