using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Session;

namespace PlantCare.Web.Tending;

/// <summary>The journal's pictures, for the browser of who is signed in: it has no token that Api would take.</summary>
internal static class JournalPhotos
{
    /// <summary>Where the picture of an entry is.</summary>
    public static string AddressOf(JournalEntryResponse entry) => $"/plants/{entry.PlantId}/journal/{entry.Id}/photo";

    public static void MapJournalPhotos(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/plants/{plant:guid}/journal/{entry:guid}/photo",
        async (Guid plant, Guid entry, HttpContext context, SessionTokens tokens, AnonymousApi api) =>
        {
            try
            {
                // Outside a page nobody has told the circuit's own client who is signed in.
                var key = context.User.FindFirst(SessionAuthentication.KeyClaim)?.Value;
                if (key is null || await tokens.GetAsync(key, context.RequestAborted) is not { } token)
                {
                    return Results.Unauthorized();
                }

                var (picture, type) = await api.As(token).Plants.GetJournalPhotoAsync(plant, entry, context.RequestAborted);
                if (!type.StartsWith("image/", StringComparison.Ordinal))
                {
                    return Results.NotFound();
                }

                context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
                return Results.Bytes(picture, type);
            }
            catch (ApiException exception) when ((int)exception.Status < StatusCodes.Status500InternalServerError)
            {
                return Results.StatusCode((int)exception.Status);
            }
        }).RequireAuthorization();
}
