namespace PlantCare.Tests.Api;

/// <summary>One running Api for the tests that do it no harm. Each of them registers accounts of its own.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public ApiHost Host { get; private set; } = null!;

    /// <summary>The first account.</summary>
    public ApiCaller Administrator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ApiHost.StartAsync();
        Administrator = await Host.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Administrator?.Dispose();
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }
    }
}

/// <summary>Shares the fixture.</summary>
[CollectionDefinition(Name)]
public sealed class ApiTests : ICollectionFixture<ApiFixture>
{
    public const string Name = "Api";
}
