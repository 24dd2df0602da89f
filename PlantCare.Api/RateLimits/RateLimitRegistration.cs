using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.ServiceDefaults.RateLimits;
using PlantCare.ServiceDefaults.Settings;

namespace PlantCare.Api.RateLimits;

/// <summary>How many requests addresses and callers may make. Refused is what is too much, with 429 and when to come again.</summary>
internal static class RateLimitRegistration
{
    /// <summary>Whoever asks whether we are well must always learn it.</summary>
    private static readonly PathString[] Unlimited = ["/health", "/alive", "/metrics"];

    /// <summary>
    /// No guess: neither a refresh token nor the state of a sign-in with Telegram can be guessed, and the dashboard renews everybody's and asks
    /// how it goes; an account's own settings need its token; what to ask for a passkey is told to anybody, and the sign-in page asks it each time.
    /// </summary>
    private static readonly PathString[] NoSignIn = ["/auth/refresh", "/auth/manage", "/auth/passkeys/options", "/auth/telegram/status"];

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(configuration.ReadSettings<RateLimitSettings>(RateLimitSettings.Section)).AddRateLimiter(_ => { });

    /// <summary>By address, before anything has been spent on knowing who it is.</summary>
    public static void UseAddressLimits(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<RateLimitSettings>();
        var all = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsUnlimited(context) ? RateLimit.None : RateLimit.AddressBucket(context, settings.AddressPerMinute));
        var signIn = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsSignIn(context.Request) ? RateLimit.AddressBucket(context, settings.SignInPerMinute) : RateLimit.None);
        app.UseRateLimiter(Options(
            PartitionedRateLimiter.CreateChained(all, signIn),
            context => IsSignIn(context.Request)
                ? $"Too many attempts from your address: {settings.SignInPerMinute} a minute are possible."
                : $"Too many requests from your address: {settings.AddressPerMinute} a minute are possible."));
    }

    /// <summary>By caller, once it is known who that is.</summary>
    public static void UseCallerLimits(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<RateLimitSettings>();
        app.UseRateLimiter(Options(
            PartitionedRateLimiter.Create<HttpContext, string>(context => OfCaller(context, settings)),
            context => context.User.Identity?.IsAuthenticated != true
                ? $"Too many requests from your address without a sign-in: {settings.AnonymousPerMinute} a minute are possible."
                : context.User.KindOf() switch
                {
                    CallerKind.Device => $"Too many requests of this device: {settings.DevicePerMinute} a minute are possible. Send several readings as one array.",
                    CallerKind.Person => $"Too many requests of this account: {settings.AccountPerMinute} a minute are possible.",
                    _ => $"Too many requests with this key or link: {settings.KeyPerMinute} a minute are possible.",
                }));
    }

    private static RateLimitPartition<string> OfCaller(HttpContext context, RateLimitSettings settings)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            return IsUnlimited(context) ? RateLimit.None : RateLimit.AddressBucket(context, settings.AnonymousPerMinute);
        }

        return context.User.KindOf() switch
        {
            CallerKind.Person => RateLimit.Bucket($"account {context.User.GetUserId()}", settings.AccountPerMinute),
            CallerKind.Device => RateLimit.Bucket($"device {context.User.FindFirstValue(ClaimTypes.Name)}", settings.DevicePerMinute),
            _ => RateLimit.Bucket($"token {Fingerprint(context.Request)}", settings.KeyPerMinute),
        };
    }

    // Keys have no other name here. What stands in memory must not be the secret itself, and the same however it was written.
    private static string Fingerprint(HttpRequest request) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString().Split(' ')[^1])));

    private static bool IsUnlimited(HttpContext context) => Array.Exists(Unlimited, path => context.Request.Path.Equals(path, StringComparison.OrdinalIgnoreCase));

    private static bool IsSignIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Path.StartsWithSegments("/auth", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(NoSignIn, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private static RateLimiterOptions Options(PartitionedRateLimiter<HttpContext> limiter, Func<HttpContext, string> reason) => new()
    {
        GlobalLimiter = limiter,
        RejectionStatusCode = StatusCodes.Status429TooManyRequests,
        OnRejected = (rejected, _) =>
        {
            var seconds = RateLimit.SayWhenToComeAgain(rejected);
            return new ValueTask(Problem(reason(rejected.HttpContext), seconds).ExecuteAsync(rejected.HttpContext));
        },
    };

    private static ProblemHttpResult Problem(string reason, int seconds) => TypedResults.Problem(
        string.Create(CultureInfo.InvariantCulture, $"{reason} Wait {seconds} s, as 'Retry-After' says, then go on more slowly."),
        statusCode: StatusCodes.Status429TooManyRequests);
}
