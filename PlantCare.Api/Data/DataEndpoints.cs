using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Access;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Data;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>What was measured, under the names and in the shapes of the system that this one replaces.</summary>
internal static class DataEndpoints
{
    private const string CsvType = "text/csv";
    private static readonly TimeSpan LatestReach = TimeSpan.FromHours(24);

    public static IServiceCollection AddReadings(this IServiceCollection services) =>
        services.AddScoped<ReadingAccess>().AddSingleton<OthersDataRecord>();

    public static void MapReadings(this IEndpointRouteBuilder routes)
    {
        var data = routes.MapGroup("/data").WithTags("Readings");
        data.MapGet("/", ReadAsync)
            .RequireAuthorization()
            .Allow(ApiScopes.Read)
            .Produces<Page<DataRow>>()
            .WithName("ReadData")
            .WithSummary("Single values by time; without ids, of the caller's own plants; CSV with Accept: text/csv or format=csv");
        data.MapGet("/latest", LatestAsync)
            .RequireAuthorization()
            .Allow(ApiScopes.Read, sitters: true)
            .Produces<Page<LatestRow>>()
            .WithName("GetLatestData")
            .WithSummary("A row for each plant with its newest values of the last 24 hours; without ids, of the caller's own plants and those that are shared with the caller");
        data.MapGet("/aggregated", AggregateAsync)
            .RequireAuthorization()
            .Allow(ApiScopes.Read, sitters: true)
            .WithMetadata(new BeginsEarly())
            .Produces<AggregatedResponse>()
            .WithName("GetAggregatedData")
            .WithSummary("Means, minima and maxima per plant and window; without ids, of the caller's own plants");
        data.MapPost("/", Intake.SubmitAsync)
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(DeviceAuthentication.SchemeName).RequireAuthenticatedUser())
            .Accepts<object>("application/json")
            .WithName("SubmitData")
            .WithSummary("A device's reading, or an array of them; answered when it is durable");
    }

    private static async Task<Results<EmptyHttpResult, ValidationProblem, NotFound>> ReadAsync(
        HttpContext http,
        ClaimsPrincipal caller,
        ReadingAccess access,
        IReadingStore store,
        TimeProvider time,
        ILogger<StartedRows> logger,
        Guid? plant_id = null,
        Guid? user_id = null,
        string? device_id = null,
        Guid? place_id = null,
        string? start_time = null,
        string? end_time = null,
        int? limit = null,
        string? field = null,
        string? order = null,
        string? cursor = null,
        string? format = null)
    {
        // step 1: what is asked
        var faults = new Faults();
        var range = DataParameters.Range(start_time, end_time, time.GetUtcNow(), faults);
        var metric = DataParameters.Field(field, faults);
        var isDescending = DataParameters.IsDescending(order, faults);
        var rows = DataParameters.Limit(limit, faults);
        var after = DataParameters.After(cursor, faults);
        var wantsCsv = WantsCsv(http.Request, format, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // step 2: whether the caller may
        if (await access.FindAsync(caller, new(user_id, plant_id, place_id, device_id), http.RequestAborted) is not { } readable)
        {
            return TypedResults.NotFound();
        }

        // step 3: as it is read, it is written
        var query = new ReadingQuery(readable.Scope, range, metric, isDescending, Limit: null, after);
        var count = rows ?? DataParameters.DefaultLimit;
        var wanted = query with { Limit = wantsCsv ? rows : count + 1 };
        await using var values = await StartedRows.StartAsync(store.ReadAsync(wanted, http.RequestAborted), http, logger);
        try
        {
            http.Response.ContentType = wantsCsv ? CsvType + "; charset=utf-8; header=present" : "application/json; charset=utf-8";
            await (wantsCsv
                ? RowWriter.WriteCsvAsync(http.Response.BodyWriter, values, readable, http.RequestAborted)
                : RowWriter.WriteJsonAsync(http.Response.BodyWriter, values, readable, count, http.RequestAborted));
        }
        catch (TransferBrokenException)
        {
            // There is nobody left to answer.
        }

        return TypedResults.Empty;
    }

    private static async Task<Results<Ok<Page<LatestRow>>, ContentHttpResult, ValidationProblem, NotFound>> LatestAsync(
        HttpContext http,
        ClaimsPrincipal caller,
        ReadingAccess access,
        IReadingStore store,
        TimeProvider time,
        Guid? plant_id = null,
        Guid? user_id = null,
        string? device_id = null,
        Guid? place_id = null,
        string? format = null)
    {
        var faults = new Faults();
        var wantsCsv = WantsCsv(http.Request, format, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (await access.FindAsync(caller, new(user_id, plant_id, place_id, device_id), http.RequestAborted) is not { } readable)
        {
            return TypedResults.NotFound();
        }

        var rows = LatestRows.Of(await LatestRows.ReadAsync(store, readable, time.GetUtcNow() - LatestReach, http.RequestAborted), readable);
        return wantsCsv
            ? TypedResults.Content(SummaryCsv.Of(rows), CsvType, System.Text.Encoding.UTF8)
            : TypedResults.Ok(new Page<LatestRow> { Data = rows });
    }

    private static async Task<Results<EmptyHttpResult, ContentHttpResult, ValidationProblem, NotFound>> AggregateAsync(
        HttpContext http,
        ClaimsPrincipal caller,
        ReadingAccess access,
        IReadingStore store,
        TimeProvider time,
        Guid? plant_id = null,
        Guid? user_id = null,
        string? device_id = null,
        Guid? place_id = null,
        string? window = null,
        string? every = null,
        string? start_time = null,
        string? end_time = null,
        string? field = null,
        string? format = null)
    {
        var faults = new Faults();
        var early = http.Features.Get<EarlyWindows>();
        var (range, width) = DataParameters.Windows(window, every, start_time, end_time, early?.Now ?? time.GetUtcNow(), faults);
        var metric = DataParameters.Field(field, faults);
        var wantsCsv = WantsCsv(http.Request, format, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (await access.FindAsync(caller, new(user_id, plant_id, place_id, device_id), http.RequestAborted) is not { } readable)
        {
            return TypedResults.NotFound();
        }

        var query = new AggregateQuery(readable.Scope, range, width, metric);
        var windows = early?.IsAnswerTo(query) == true ? await early.Windows : await EarlyWindows.ReadAsync(store, query, http.RequestAborted);
        if (wantsCsv)
        {
            return TypedResults.Content(WindowWriter.ToCsv(windows, readable.Scope.UserId), CsvType, System.Text.Encoding.UTF8);
        }

        var reach = window ?? (start_time is null ? "1d" : $"{start_time}/{end_time ?? "now()"}");
        http.Response.ContentType = "application/json; charset=utf-8";
        await WindowWriter.WriteJsonAsync(http.Response.BodyWriter, windows, readable.Scope.UserId, reach, http.RequestAborted);
        return TypedResults.Empty;
    }

    private static bool WantsCsv(HttpRequest request, string? format, Faults faults)
    {
        faults.AddIf(format is not (null or "json" or "csv"), "format", "must be json or csv");
        return format is null
            ? request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase))
            : format == "csv";
    }
}
