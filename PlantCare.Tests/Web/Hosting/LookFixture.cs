using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Users;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>Two dashboards to look at: one that a household lives with, and one that nobody has set up.</summary>
public sealed class LookFixture : IAsyncLifetime
{
    /// <summary>Somebody with an account and nothing else.</summary>
    public const string Newcomer = "newcomer@example.org";

    private readonly TempFolder _livedFolder = new();
    private readonly TempFolder _freshFolder = new();
    private ApiServer? _livedApi;
    private ApiServer? _freshApi;

    internal DashboardHost Lived { get; private set; } = default!;

    internal DashboardHost Fresh { get; private set; } = default!;

    internal string ApiAddress => _livedApi!.Address;

    public async ValueTask InitializeAsync()
    {
        _livedApi = await ApiServer.StartAsync(_livedFolder.Path);
        await _livedApi.PlantAsync(Garden.Household(TimeProvider.System.GetUtcNow()));
        await _livedApi.Owner.Auth.RegisterAsync(new Credentials(Newcomer, ApiServer.Password));
        await _livedApi.Owner.Users.UpdateMeAsync(new UpdateUserRequest { DisplayName = "Ada" });
        Lived = await DashboardHost.StartAsync(_livedApi.Address, _livedFolder.Path);
        _freshApi = await ApiServer.StartAsync(_freshFolder.Path, withAccount: false);
        Fresh = await DashboardHost.StartAsync(_freshApi.Address, _freshFolder.Path);
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
