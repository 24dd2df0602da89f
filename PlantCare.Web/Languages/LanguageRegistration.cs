using System.Globalization;
using Microsoft.AspNetCore.Localization;
using MudBlazor;
using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Languages;

/// <summary>Which language a page speaks, and how numbers and dates stand on it.</summary>
internal static class LanguageRegistration
{
    // Names the document's language to the circuit: start.js.
    private const string QueryKey = "language";

    /// <summary>Every language that the dashboard speaks; the first is for who asks for none of them.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = SpokenLanguages.Of(typeof(LanguageRegistration).Assembly);

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddSingleton<AccountLanguage>();
        return services.Configure<RequestLocalizationOptions>(localization =>
        {
            localization.DefaultRequestCulture = new RequestCulture(All[0]);
            localization.SupportedCultures = [.. All];
            localization.SupportedUICultures = [.. All];
            localization.RequestCultureProviders =
            [
                new QueryStringRequestCultureProvider { QueryStringKey = QueryKey, UIQueryStringKey = QueryKey, Options = localization },
                new LanguageCookie(),
                new AcceptLanguageHeaderRequestCultureProvider { MaximumAcceptLanguageHeaderValuesToTry = 10, Options = localization },
            ];
        });
    }
}
