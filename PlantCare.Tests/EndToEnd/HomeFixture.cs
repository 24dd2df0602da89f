using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>One running home edition for the tests that do it no harm, with its first account.</summary>
public sealed class HomeFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal StandaloneProcess Process { get; private set; } = null!;

    internal HomeOwner Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process = await StandaloneProcess.StartAsync(StandaloneProcess.FreePorts(_folder.Path));
        Owner = await HomeOwner.RegisterAsync(Process.Api);
    }

    public async ValueTask DisposeAsync()
    {
        Owner?.Dispose();
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }

        _folder.Dispose();
    }
}

/// <summary>Shares the fixture.</summary>
[CollectionDefinition(Name)]
public sealed class HomeTests : ICollectionFixture<HomeFixture>
{
    public const string Name = "Home edition";
}
