using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity.Data;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Accounts;

/// <summary>Identity's own endpoints under <c>/auth</c>, who may register, and the caller's account.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("Accounts");
        auth.AddEndpointFilter(LookAmongAllAccountsAsync);
        auth.AddEndpointFilterFactory(RefuseCookies);
        auth.AddEndpointFilterFactory(GuardRegistration);
        auth.MapIdentityApi<User>().Add(AllowAnonymousWhereNothingElseIsSaid);
        auth.MapGet("/registration", GetRegistrationAsync)
            .AllowAnonymous()
            .WithName("GetRegistration")
            .WithSummary("Who may register, and whether anybody administers yet");

        routes.MapGet("/users/me", GetMeAsync)
            .WithTags("Accounts")
            .RequireAuthorization()
            .WithName("GetMe")
            .WithSummary("The caller's account");
    }

    private static async Task<Ok<RegistrationStatus>> GetRegistrationAsync(
        AuthSettings settings, AccountManager accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RegistrationStatus(settings.Registration, !await accounts.HasAdministratorAsync(cancellationToken)));

    private static async Task<Results<Ok<UserResponse>, UnauthorizedHttpResult>> GetMeAsync(ClaimsPrincipal caller, AccountManager accounts) =>
        await accounts.GetUserAsync(caller) is { } user
            ? TypedResults.Ok(new UserResponse(
                user.Id, user.Email ?? "", user.UserName ?? "", user.DisplayName, user.IsAdministrator, user.CreatedAt))
            : TypedResults.Unauthorized();

    // Identity's endpoints for signing in carry no policy of their own; those below /manage do.
    private static void AllowAnonymousWhereNothingElseIsSaid(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
        {
            endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        }
    }

    // Who signs in is nobody yet, and an address that is taken is somebody else's: here, and only here, a request looks beyond its account.
    private static ValueTask<object?> LookAmongAllAccountsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.RequestServices.GetRequiredService<Tenant>().ActForSignIn();
        return next(context);
    }

    private static EndpointFilterDelegate RefuseCookies(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        if (!Array.Exists(factory.MethodInfo.GetParameters(), parameter => parameter.ParameterType == typeof(LoginRequest)))
        {
            return next;
        }

        return context => context.HttpContext.Request.Query.ContainsKey("useCookies") || context.HttpContext.Request.Query.ContainsKey("useSessionCookies")
            ? ValueTask.FromResult<object?>(TypedResults.Problem(
                "This Api signs in with bearer tokens only: leave useCookies and useSessionCookies out.", statusCode: StatusCodes.Status400BadRequest))
            : next(context);
    }

    private static EndpointFilterDelegate GuardRegistration(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        if (!Array.Exists(factory.MethodInfo.GetParameters(), parameter => parameter.ParameterType == typeof(RegisterRequest)))
        {
            return next;
        }

        return async context =>
        {
            var services = context.HttpContext.RequestServices;
            var accounts = services.GetRequiredService<AccountManager>();
            if (services.GetRequiredService<AuthSettings>().Registration != RegistrationMode.Open
                && await accounts.HasAdministratorAsync(context.HttpContext.RequestAborted))
            {
                return TypedResults.Problem(
                    "Registration is not open here. Ask the administrator for an account.", statusCode: StatusCodes.Status403Forbidden);
            }

            accounts.IsRegistration = true;
            return await next(context);
        };
    }
}
