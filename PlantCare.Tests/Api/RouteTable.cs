using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Access;
using PlantCare.Api.Data;
using PlantCare.Contracts.Auth;

namespace PlantCare.Tests.Api;

/// <summary>Every endpoint that a host has mapped.</summary>
internal static class RouteTable
{
    public static List<KnownEndpoint> Of(ApiHost host) => Of(host.Services);

    public static List<KnownEndpoint> Of(IServiceProvider services)
    {
        var described = services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items
            .SelectMany(group => group.Items)
            .ToLookup(description => $"{description.HttpMethod} {WithoutConstraints("/" + description.RelativePath?.Trim('/'))}", StringComparer.Ordinal);
        var endpoints =
            from route in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let pattern = "/" + route.RoutePattern.RawText!.Trim('/')
            from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
            select KnownEndpoint.Of(method, pattern, route, described[$"{method} {WithoutConstraints(pattern)}"].FirstOrDefault());
        var all = endpoints.ToList();
        Assert.True(all.Count >= 25, $"Only {all.Count} endpoints were found.");
        return all;
    }

    // /plants/{id:guid} → /plants/{id}
    public static string WithoutConstraints(string pattern) =>
        string.Join('/', pattern.Split('/').Select(segment => segment.Contains(':', StringComparison.Ordinal) ? segment.Split(':')[0] + "}" : segment));
}

/// <summary>An endpoint and what it takes.</summary>
internal sealed record KnownEndpoint(string Method, string Pattern, RouteEndpoint Route, string[] QueryParameters)
{
    public bool IsForAnyone => Route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>What a key must be allowed to do; none where keys are not let in.</summary>
    public ApiScopes Scope => Route.Metadata.GetMetadata<AllowedCallers>()?.Scope ?? ApiScopes.None;

    public bool IsForDevices => Route.Metadata.OfType<AuthorizationPolicy>().Any(policy => policy.AuthenticationSchemes.Contains(DeviceAuthentication.SchemeName));

    /// <summary>Each with the segment before it, which says whose id it is: <c>plants/{id}</c>.</summary>
    public IEnumerable<string> PathParameters
    {
        get
        {
            var segments = Pattern.Split('/');
            return segments.Index().Where(segment => segment.Item.StartsWith('{')).Select(segment => $"{segments[segment.Index - 1]}/{segment.Item}");
        }
    }

    public static KnownEndpoint Of(string method, string pattern, RouteEndpoint route, ApiDescription? description)
    {
        var isOpen = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        Assert.True(description is not null || isOpen, $"{method} {pattern} is not described, so nobody can know its parameters.");
        return new(
            method,
            RouteTable.WithoutConstraints(pattern),
            route,
            [.. (description?.ParameterDescriptions ?? []).Where(parameter => parameter.Source == BindingSource.Query).Select(parameter => parameter.Name)]);
    }

    public string PathWith(Func<string, string> value)
    {
        var path = Pattern;
        foreach (var key in PathParameters)
        {
            var name = key.Split('/')[1];
            path = path.Replace(name, value(key), StringComparison.Ordinal);
        }

        return path;
    }

    public override string ToString() => $"{Method} {Pattern}";
}
