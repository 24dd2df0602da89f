using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity.Data;
using PlantCare.Api.Accounts.ApiKeys;
using PlantCare.Api.Accounts.Guessing;
using PlantCare.Api.Accounts.Passkeys;
using PlantCare.Api.Accounts.Recovery;
using PlantCare.Api.Accounts.Registration;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Accounts.TwoFactor;
using PlantCare.Api.Mail;
using PlantCare.Api.Problems;
using PlantCare.Api.Telegram;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Accounts;

/// <summary>Identity's own endpoints under <c>/auth</c>, and who may register.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("Accounts");
        auth.AddEndpointFilter(RefuseWhatNoNameHoldsAsync);
        auth.AddEndpointFilter(LookAmongAllAccountsAsync);
        auth.AddEndpointFilterFactory(GuardSignIn);
        auth.AddEndpointFilterFactory(GuardRegistration);
        auth.AddEndpointFilterFactory(GuardTwoFactor);
        auth.AddEndpointFilterFactory(GuardRecovery);
        auth.MapIdentityApi<User>().Finally(AllowAnonymousWhereNothingElseIsSaid);
        auth.MapGet("/registration", GetRegistrationAsync)
            .AllowAnonymous()
            .WithName("GetRegistration")
            .WithSummary("Who may register, and whether anybody administers yet");

        routes.MapSessions();
        routes.MapKeys();
        routes.MapTwoFactor();
        routes.MapPasskeySignIn();
        routes.MapPasskeys();
        routes.MapTelegramSignIn();
        routes.MapTelegram();
    }

    private static async Task<Ok<RegistrationStatus>> GetRegistrationAsync(
        RegistrationPolicy policy, AccountManager accounts, Postbox mail, TelegramLine telegram, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RegistrationStatus(await policy.GetAsync(cancellationToken), !await accounts.HasAdministratorAsync(cancellationToken))
        {
            Mail = mail.IsOpen,
            Telegram = telegram.Bot is not null,
        });

    // Identity's endpoints for signing in carry no policy of their own; those below /manage do, which shows only at the end.
    private static void AllowAnonymousWhereNothingElseIsSaid(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
        {
            endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        }
    }

    // Identity looks for whatever it is sent, and PostgreSQL takes no NUL: the fault would be told as ours, and logged as one.
    private static ValueTask<object?> RefuseWhatNoNameHoldsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var faults = new Faults();
        foreach (var (member, text) in context.Arguments.SelectMany(NamesIn))
        {
            faults.AddIf(text?.Contains('\0', StringComparison.Ordinal) == true, member, "must not hold NUL");
        }

        return faults.Any ? ValueTask.FromResult<object?>(faults.ToResult()) : next(context);
    }

    private static (string Member, string? Text)[] NamesIn(object? argument) => argument switch
    {
        LoginRequest request => [("email", request.Email)],
        RegisterRequest request => [("email", request.Email)],
        ResendConfirmationEmailRequest request => [("email", request.Email)],
        ForgotPasswordRequest request => [("email", request.Email)],
        ResetPasswordRequest request => [("email", request.Email)],
        InfoRequest request => [("newEmail", request.NewEmail)],
        string parameter => [("query", parameter)],
        _ => [],
    };

    // Who signs in is nobody yet, and an address that is taken is somebody else's: here, and only here, a request looks beyond its account.
    private static ValueTask<object?> LookAmongAllAccountsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.RequestServices.GetRequiredService<Tenant>().ActForSignIn();
        return next(context);
    }

    private static EndpointFilterDelegate GuardSignIn(EndpointFilterFactoryContext factory, EndpointFilterDelegate next) =>
        Takes<LoginRequest>(factory) ? context => SignInGate.SignInAsync(context, next) : next;

    private static EndpointFilterDelegate GuardRegistration(EndpointFilterFactoryContext factory, EndpointFilterDelegate next) =>
        Takes<RegisterRequest>(factory) ? context => RegistrationGate.RegisterAsync(context, next) : next;

    private static EndpointFilterDelegate GuardTwoFactor(EndpointFilterFactoryContext factory, EndpointFilterDelegate next) =>
        Takes<TwoFactorRequest>(factory) ? context => TwoFactorGate.ChangeAsync(context, next) : next;

    private static EndpointFilterDelegate GuardRecovery(EndpointFilterFactoryContext factory, EndpointFilterDelegate next) =>
        Takes<ForgotPasswordRequest>(factory) ? RecoveryGate.ForgotPasswordAsync
        : Takes<ResendConfirmationEmailRequest>(factory) ? context => RecoveryGate.ResendConfirmationAsync(context, next)
        : Takes<InfoRequest>(factory) ? context => RecoveryGate.ChangeAsync(context, next)
        : next;

    private static bool Takes<T>(EndpointFilterFactoryContext factory) =>
        Array.Exists(factory.MethodInfo.GetParameters(), parameter => parameter.ParameterType == typeof(T));
}
