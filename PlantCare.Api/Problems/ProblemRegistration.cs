using Microsoft.AspNetCore.Mvc;

namespace PlantCare.Api.Problems;

/// <summary>Every error is <c>application/problem+json</c> with a detail that says what to do and an id that finds it in the logs.</summary>
internal static class ProblemRegistration
{
    public static IServiceCollection AddPlantCareProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<RequestFaults>();
        services.AddExceptionHandler<StoreAbsence>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            problem.Status ??= context.HttpContext.Response.StatusCode;
            problem.Detail ??= DetailOf(problem, context.HttpContext);
        });
        services.AddSingleton<IProblemDetailsWriter, UnaskedProblemWriter>();
        return services;
    }

    public static WebApplication UsePlantCareProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        return app;
    }

    // What the framework answers by itself comes without a word.
    private static string DetailOf(ProblemDetails problem, HttpContext context) => problem.Status switch
    {
        _ when problem is HttpValidationProblemDetails => "Some of what was sent cannot be taken; 'errors' says what and why.",
        StatusCodes.Status400BadRequest => "The request cannot be understood. /docs shows what it should look like.",
        StatusCodes.Status401Unauthorized => "Sign in at POST /auth/login and send the access token as 'Authorization: Bearer …'.",
        StatusCodes.Status403Forbidden => "This account may not do that.",
        StatusCodes.Status404NotFound => "There is nothing of yours here. /docs lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not possible here. /docs lists what is.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON with 'Content-Type: application/json'.",
        StatusCodes.Status503ServiceUnavailable => "The readings cannot be read at the moment; nothing is lost. Try again in a few seconds.",
        StatusCodes.Status429TooManyRequests => "Too many requests. Wait as long as 'Retry-After' says.",
        _ => "Something went wrong here, not with your request. Try again; if it stays, the logs have it under the trace id.",
    };
}
