using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Metrics;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;
using PlantCare.Web.Session;
using PlantCare.Web.Time;

namespace PlantCare.Web.Profile;

/// <summary>What to call the person, in which time zone they live, and in which units they are shown values.</summary>
public sealed partial class ProfileForm : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private UserResponse? _user;
    private Exception? _failure;
    private string _name = "";
    private string _zone = "";
    private TemperatureUnit _temperature;
    private LightUnit _light;

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private OwnSession Session { get; set; } = default!;

    [Inject]
    private BrowserClock Clock { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            Show(await Api.Auth.GetMeAsync(_leaving.Token));
            _failure = null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }

    private async Task SaveAsync()
    {
        var change = new UpdateUserRequest
        {
            DisplayName = Written(_name),
            TimeZone = Written(_zone),
            Units = new UpdateUnits { Temperature = _temperature, Light = _light },
        };
        try
        {
            var user = await Api.Users.UpdateMeAsync(change, CancellationToken.None);
            await Session.TakeAsync(user);
            Clock.UseZone(user.TimeZone);
            ShownUnits.Change(user.Units);
            Show(user);
            _failure = null;
            Toasts.Say(ProfileWords.Saved);
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
    }

    private void Show(UserResponse user)
    {
        _user = user;
        _name = user.DisplayName ?? "";
        _zone = user.TimeZone ?? "";
        (_temperature, _light) = user.Units;
    }

    private static string? Written(string text) => text.Trim() is { Length: > 0 } written ? written : null;
}
