using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts.Registration;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Administration;

namespace PlantCare.Api.Administration;

/// <summary>What administrators set while the system runs.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/admin/settings").WithTags("Administration").RequireAuthorization().AllowAdministratorsOnly();
        settings.MapGet("/", GetAsync).WithName("GetSettings").WithSummary("What administrators have set");
        settings.MapPatch("/", UpdateAsync).WithName("UpdateSettings").WithSummary("Changes the members that are sent, in every replica at once");
    }

    private static async Task<Ok<SettingsResponse>> GetAsync(RegistrationPolicy registration, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SettingsResponse(await registration.GetAsync(cancellationToken), registration.Configured));

    private static async Task<Ok<SettingsResponse>> UpdateAsync(
        UpdateSettingsRequest request, RegistrationPolicy registration, AuditLog audit, CancellationToken cancellationToken)
    {
        var before = await registration.GetAsync(cancellationToken);
        if (request.Registration.IsSet)
        {
            await registration.SetAsync(request.Registration.Value, cancellationToken);
        }

        var after = await registration.GetAsync(cancellationToken);
        if (after != before)
        {
            var (was, now) = (before.ToString().ToLowerInvariant(), after.ToString().ToLowerInvariant());
            await audit.WriteAsync(userId: null, AuditActions.RegistrationChanged, detail: $"{was} → {now}");
        }

        return TypedResults.Ok(new SettingsResponse(after, registration.Configured));
    }
}
