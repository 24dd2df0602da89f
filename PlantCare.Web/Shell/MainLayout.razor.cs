using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using PlantCare.Web.Session;

namespace PlantCare.Web.Shell;

/// <summary>The frame around every page of somebody who is signed in.</summary>
public sealed partial class MainLayout : IDisposable
{
    private ErrorBoundary? _boundary;
    private string _here = "";
    private bool _ended;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private CurrentSession Session { get; set; } = default!;

    // A plant's page belongs to the plants, whatever its address.
    private bool IsBelowPlants => _here.StartsWith("/plants/", StringComparison.Ordinal) && !_here.StartsWith("/plants/new", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Session.Ended -= OnSessionEnded;
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        (_here, _ended) = (PathAndQuery(), Session.HasEnded);
        Navigation.LocationChanged += OnLocationChanged;
        Session.Ended += OnSessionEnded;
    }

    // A page that failed must not keep its neighbours from being seen.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs arguments) => _ = InvokeAsync(() =>
    {
        _here = PathAndQuery();
        Recover();
        StateHasChanged();
    });

    private void OnSessionEnded(object? sender, EventArgs arguments) => _ = InvokeAsync(() =>
    {
        _ended = true;
        StateHasChanged();
    });

    private void Recover() => _boundary?.Recover();

    private string PathAndQuery() => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];
}
