using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Audit;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Users;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Profile;

/// <summary>The caller's account: what it is, and how the person wants to be spoken to.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/users/me").WithTags("Accounts").RequireAuthorization();
        me.MapGet("/", GetAsync).WithName("GetMe").WithSummary("The caller's account");
        me.MapPatch("/", UpdateAsync).WithName("UpdateMe").WithSummary("Changes the members that are sent: name, language, time zone, units");
    }

    private static async Task<Results<Ok<UserResponse>, UnauthorizedHttpResult>> GetAsync(ClaimsPrincipal caller, AccountManager accounts) =>
        await accounts.GetUserAsync(caller) is { } user ? TypedResults.Ok(user.ToResponse()) : TypedResults.Unauthorized();

    private static async Task<Results<Ok<UserResponse>, UnauthorizedHttpResult, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        UpdateUserRequest request, ClaimsPrincipal caller, AccountManager accounts, AuditLog audit)
    {
        if (await accounts.GetUserAsync(caller) is not { } user)
        {
            return TypedResults.Unauthorized();
        }

        var faults = new Faults();
        ProfileRules.Check(faults, request, out var language);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var before = user.ToResponse();
        user.DisplayName = Trimmed(request.DisplayName.Or(user.DisplayName));
        user.Language = request.Language.IsSet ? language : user.Language;
        user.TimeZone = request.TimeZone.Or(user.TimeZone);
        user.TemperatureUnit = request.Units?.Temperature.Or(user.TemperatureUnit) ?? user.TemperatureUnit;
        user.LightUnit = request.Units?.Light.Or(user.LightUnit) ?? user.LightUnit;
        var after = user.ToResponse();
        if (after != before)
        {
            if (!(await accounts.UpdateAsync(user)).Succeeded)
            {
                return TypedResults.Problem("The account was changed by something else meanwhile. Try again.", statusCode: StatusCodes.Status409Conflict);
            }

            await audit.WriteAsync(user.Id, AuditActions.AccountChanged, detail: string.Join(", ", ProfileRules.Differences(before, after)));
        }

        return TypedResults.Ok(after);
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static UserResponse ToResponse(this User user) => new(
        user.Id, user.Email ?? "", user.UserName ?? "", user.DisplayName, user.IsAdministrator, user.CreatedAt)
    {
        Language = user.Language,
        TimeZone = user.TimeZone,
        Units = new UserUnits(user.TemperatureUnit, user.LightUnit),
        EmailConfirmed = user.EmailConfirmed,
        TwoFactor = user.TwoFactorEnabled,
        HasPassword = user.PasswordHash is not null,
        TelegramLinked = user.TelegramId is not null,
    };
}
