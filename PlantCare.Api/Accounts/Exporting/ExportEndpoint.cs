using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PlantCare.Api.Audit;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Accounts.Exporting;

/// <summary>Gives people everything that is theirs.</summary>
internal static partial class ExportEndpoint
{
    private const string Zip = "application/zip";

    public static IServiceCollection AddExport(this IServiceCollection services) => services.AddScoped<ExportSheets>().AddScoped<ExportArchive>();

    public static void MapExport(this IEndpointRouteBuilder routes) => routes.MapGet("/users/me/export", ExportAsync)
        .WithTags("Accounts")
        .RequireAuthorization()
        .Produces(StatusCodes.Status200OK, contentType: Zip)
        .WithName("ExportMe")
        .WithSummary("Everything that is the caller's in one zip, as NDJSON and CSV: account, plants, devices without secrets, journal, audit log, readings and the rest");

    private static async Task<EmptyHttpResult> ExportAsync(
        HttpContext http,
        ClaimsPrincipal caller,
        ExportArchive archive,
        IReadingStore readings,
        AuditLog audit,
        TimeProvider time,
        ILogger<ExportArchive> logger)
    {
        // step 1: a store that is away says so now, while there is still an answer to be given
        var (id, now) = (caller.GetUserId(), time.GetUtcNow());
        await readings.LatestAsync(new ReadingScope(id), now, http.RequestAborted);
        await audit.WriteAsync(id, AuditActions.AccountExported);

        // step 2: as it is read, it is written
        http.Response.ContentType = Zip;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"plantcare-{now.UtcDateTime:yyyy-MM-dd}.zip" }.ToString();
        try
        {
            await archive.WriteAsync(id, http.Response.Body, http.Abort, http.RequestAborted);
        }
        catch (ReadingStoreException exception) when (exception.MayPass)
        {
            Log.BrokenOff(logger, exception.Message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // There is nobody left to answer.
        }

        return TypedResults.Empty;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An export was broken off half-way: {Reason}")]
        public static partial void BrokenOff(ILogger logger, string reason);
    }
}
