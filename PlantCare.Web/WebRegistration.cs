using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using MudBlazor.Services;
using PlantCare.ServiceDefaults;
using PlantCare.ServiceDefaults.Keys;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Web.Accounts;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;
using PlantCare.Web.Devices;
using PlantCare.Web.Languages;
using PlantCare.Web.Live;
using PlantCare.Web.Overview;
using PlantCare.Web.Profile;
using PlantCare.Web.Readings;
using PlantCare.Web.Session;
using PlantCare.Web.Shell;
using PlantCare.Web.Sitting;
using PlantCare.Web.Tending;
using PlantCare.Web.Time;

namespace PlantCare.Web;

/// <summary>The dashboard as two verbs, for its own host and for one that holds all of PlantCare.</summary>
public static class WebRegistration
{
    /// <summary>Listens where <c>Web__Urls</c> says, when the dashboard is a process of its own and nobody has said otherwise.</summary>
    /// <exception cref="StartUpException">A setting of the section <c>Web</c> is wrong.</exception>
    public static WebApplicationBuilder UseWebUrls(this WebApplicationBuilder builder)
    {
        string[] others = ["urls", "http_ports", "https_ports"];
        if (builder.Configuration[$"{WebSettings.Section}:Urls"] is not null || Array.TrueForAll(others, key => builder.Configuration[key] is null))
        {
            builder.WebHost.UseUrls(builder.Configuration.ReadSettings<WebSettings>(WebSettings.Section).Urls);
        }

        return builder;
    }

    /// <summary>
    /// Adds the dashboard. The host brings <see cref="ServiceDefaultsRegistration.AddPlantCareDefaults"/>, and the configuration key
    /// <c>services__api__http__0</c> says where Api is.
    /// </summary>
    /// <exception cref="StartUpException">A setting of the section <c>Web</c> or <c>Keys</c> is wrong, or the folder cannot be written.</exception>
    public static WebApplicationBuilder AddPlantCareWeb(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.ReadSettings<WebSettings>(WebSettings.Section);
        var services = builder.Services;
        services.AddSingleton(settings);
        builder.AddProtectedKeys().PersistKeysToFileSystem(SessionFolder.Open(settings.DataFolder, "keys"));
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

            // Ours says that nobody frames a page; theirs would let ourselves.
            forms.SuppressXFrameOptionsHeader = true;
        });
        services.AddApiAccess(builder.Environment);
        services.AddSessions();
        services.AddLanguages();
        services.AddScoped<BrowserClock>();
        services.AddScoped<LiveReadings>();
        services.AddScoped<PlaceChoice>();
        services.AddSingleton<PageHandover>();
        services.AddSingleton<ApiAddress>();
        services.AddSingleton<MudStyles>();
        services.AddReadinessCheck<ApiHealthCheck>("api");

        services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            // A laptop that wakes up finds its page as it was; more than a few dozen sleeping pages are not worth their memory.
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuit.DisconnectedCircuitMaxRetained = 50;
        });
        services.AddMudServices();
        services.AddScoped<Toasts>();
        return builder;
    }

    /// <summary>Maps the dashboard's pages.</summary>
    public static WebApplication MapPlantCareWeb(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = exception => (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // The pages above answer for a form post that failed, too; they are pages to be shown, not forms.
            if (context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
        app.UseMiddleware<SecurityHeaders>();
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            // Also what the circuit's own connection begins with.
            ShownUnits.Begin(SessionUnits.Of(context.User));
            return next(context);
        });
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapMudStyles();
        app.MapSignOut();
        app.MapPasskeyOptions();
        app.MapTelegramStatus();
        app.MapJournalPhotos();
        app.MapSitting();
        app.MapLanguageChoice();
        app.MapExport();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
        return app;
    }
}
