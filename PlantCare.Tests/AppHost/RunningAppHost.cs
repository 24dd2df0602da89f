using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace PlantCare.Tests.AppHost;

/// <summary>The whole topology, started once for all tests of a class: on free ports, with nothing that a developer keeps.</summary>
public sealed class RunningAppHost : IAsyncLifetime
{
    // A machine that never ran it has every image to pull first.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(2);

    public DistributedApplication App { get; private set; } = null!;

    /// <summary>Everything that starts by itself.</summary>
    public IReadOnlyList<string> Resources { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var patience = new CancellationTokenSource(StartTimeout, TimeProvider.System);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.PlantCare_AppHost>(patience.Token);
        foreach (var container in builder.Resources.OfType<ContainerResource>())
        {
            Forget(builder.CreateResourceBuilder(container));
        }

        Resources =
        [
            .. builder.Resources
                .Where(resource => resource is ContainerResource or ProjectResource or PostgresDatabaseResource)
                .Where(resource => !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any())
                .Select(resource => resource.Name),
        ];
        App = await builder.BuildAsync(patience.Token);
        await App.StartAsync(patience.Token);
        foreach (var name in Resources)
        {
            await App.ResourceNotifications.WaitForResourceHealthyAsync(name, WaitBehavior.StopOnResourceUnavailable, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
        {
            using var patience = new CancellationTokenSource(StopTimeout, TimeProvider.System);
            await App.StopAsync(patience.Token);
            await App.DisposeAsync();
        }
    }

    // A container of the test's own, and empty. How long one lives is kept in more than one annotation: what sets it replaces them all.
    private static void Forget(IResourceBuilder<ContainerResource> container)
    {
        container.WithLifetime(ContainerLifetime.Session);
        var annotations = container.Resource.Annotations;
        foreach (var volume in annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == ContainerMountType.Volume).ToList())
        {
            annotations.Remove(volume);
        }
    }
}
