using Microsoft.Extensions.DependencyInjection;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational;

/// <summary>Gives the system's own work a context that sees every row, for as long as one piece of work takes.</summary>
/// <param name="scopes">Makes the scopes.</param>
public sealed class SystemWork(IServiceScopeFactory scopes)
{
    /// <summary>Does a piece of work.</summary>
    public async Task<T> RunAsync<T>(Func<PlantCareContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().ActAsSystem();
        return await work(scope.ServiceProvider.GetRequiredService<PlantCareContext>());
    }

    /// <summary>Does a piece of work for a caller that has to be answered at once.</summary>
    public T Run<T>(Func<PlantCareContext, T> work)
    {
        using var scope = scopes.CreateScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().ActAsSystem();
        return work(scope.ServiceProvider.GetRequiredService<PlantCareContext>());
    }

    /// <summary>Does a piece of work.</summary>
    public async Task RunAsync(Func<PlantCareContext, Task> work) =>
        await RunAsync(async context =>
        {
            await work(context);
            return true;
        });
}
