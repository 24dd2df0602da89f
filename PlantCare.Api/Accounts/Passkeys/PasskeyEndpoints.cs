using System.Buffers.Text;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Api.Audit;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>The caller's passkeys.</summary>
internal static class PasskeyEndpoints
{
    private const int MostPasskeys = 20;
    private const int LongestName = 100;
    private const string DefaultName = "Passkey";
    private const string ChangedMeanwhile = "The account was changed by something else meanwhile. Try again.";

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var passkeys = routes.MapGroup("/auth/manage/passkeys").WithTags("Accounts").RequireAuthorization();
        passkeys.MapGet("/", ListAsync).WithName("ListPasskeys").WithSummary("The caller's passkeys, the newest first");
        passkeys.MapPost("/options", AskAsync)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("GetNewPasskeyOptions")
            .WithSummary("What to ask the browser for a new passkey; takes the password, or a sign-in of the last ten minutes where there is none");
        passkeys.MapPost("/", AddAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("AddPasskey")
            .WithSummary("Adds a passkey with what the browser answered: it opens the account from then on");
        passkeys.MapPatch("/{id}", RenameAsync).WithName("RenamePasskey").WithSummary("Calls a passkey otherwise");
        passkeys.MapDelete("/{id}", RemoveAsync).WithName("RemovePasskey").WithSummary("Removes a passkey: it opens nothing from then on");
    }

    private static async Task<Results<Ok<Page<PasskeyResponse>>, ValidationProblem, NotFound>> ListAsync(
        ClaimsPrincipal caller, AccountManager accounts, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 1, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (await accounts.GetUserAsync(caller) is not { } user)
        {
            return TypedResults.NotFound();
        }

        // They are few.
        var all = (await accounts.GetPasskeysAsync(user)).Select(ToResponse).OrderByDescending(passkey => passkey.CreatedAt).ThenBy(passkey => passkey.Id, StringComparer.Ordinal);
        var rows = page.After is [var last] ? all.SkipWhile(passkey => passkey.Id != last).Skip(1) : all;
        return TypedResults.Ok(page.ToPage([.. rows.Take(page.Limit + 1)], passkey => passkey, passkey => [passkey.Id]));
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, ValidationProblem, ProblemHttpResult>> AskAsync(
        NewPasskeyOptionsRequest request,
        ClaimsPrincipal caller,
        AccountManager accounts,
        PasskeyDesk desk,
        Reconfirmation reconfirmation,
        CancellationToken cancellationToken)
    {
        if (await reconfirmation.FindFaultAsync(caller, request.Password, "to add a passkey", cancellationToken, isPasswordNeeded: true) is { } fault)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status403Forbidden);
        }

        var user = (await accounts.GetUserAsync(caller))!;
        if (await HasAllAsync(accounts, user))
        {
            return TooMany();
        }

        return await desk.AskForNewAsync(request.Origin, user) is { } options ? TypedResults.Ok(options) : PasskeyFaults.Origin();
    }

    private static async Task<Results<Created<PasskeyResponse>, ValidationProblem, ProblemHttpResult>> AddAsync(
        CreatePasskeyRequest request, ClaimsPrincipal caller, AccountManager accounts, PasskeyDesk desk, AuditLog audit)
    {
        var faults = new Faults();
        PasskeyFaults.Check(request.State, request.Credential, faults);
        faults.Text("name", request.Name, LongestName);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (await accounts.GetUserAsync(caller) is not { } user || await desk.JudgeNewAsync(request.State, request.Credential, user.Id) is not { } passkey)
        {
            faults.Add("credential", "is not what was asked for, came too late, or was used before; ask for new options and try again");
            return faults.ToResult();
        }

        if (await HasAllAsync(accounts, user))
        {
            return TooMany();
        }

        passkey.Name = request.Name?.Trim() is { Length: > 0 } name ? name : DefaultName;
        if (!await SaveAsync(() => accounts.AddOrUpdatePasskeyAsync(user, passkey)))
        {
            return TypedResults.Problem(ChangedMeanwhile, statusCode: StatusCodes.Status409Conflict);
        }

        await audit.WriteAsync(user.Id, AuditActions.PasskeyAdded, passkey.Name);
        var response = ToResponse(passkey);
        return TypedResults.Created($"/auth/manage/passkeys/{response.Id}", response);
    }

    private static async Task<Results<Ok<PasskeyResponse>, NotFound, ValidationProblem, ProblemHttpResult>> RenameAsync(
        string id, UpdatePasskeyRequest request, ClaimsPrincipal caller, AccountManager accounts, AuditLog audit)
    {
        if (await FindAsync(id, caller, accounts) is not var (user, passkey))
        {
            return TypedResults.NotFound();
        }

        var faults = new Faults();
        faults.Required("name", request.Name, LongestName);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var before = passkey.Name;
        passkey.Name = request.Name.Trim();
        if (!await SaveAsync(() => accounts.AddOrUpdatePasskeyAsync(user, passkey)))
        {
            return TypedResults.Problem(ChangedMeanwhile, statusCode: StatusCodes.Status409Conflict);
        }

        await audit.WriteAsync(user.Id, AuditActions.PasskeyRenamed, passkey.Name, $"was {before}");
        return TypedResults.Ok(ToResponse(passkey));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> RemoveAsync(
        string id, ClaimsPrincipal caller, AccountManager accounts, AuditLog audit)
    {
        if (await FindAsync(id, caller, accounts) is not var (user, passkey))
        {
            return TypedResults.NotFound();
        }

        if (!await SaveAsync(() => accounts.RemovePasskeyAsync(user, passkey.CredentialId)))
        {
            return TypedResults.Problem(ChangedMeanwhile, statusCode: StatusCodes.Status409Conflict);
        }

        await audit.WriteAsync(user.Id, AuditActions.PasskeyRemoved, passkey.Name);
        return TypedResults.NoContent();
    }

    private static async Task<(User User, UserPasskeyInfo Passkey)?> FindAsync(string id, ClaimsPrincipal caller, AccountManager accounts)
    {
        if (!Base64Url.IsValid(id) || await accounts.GetUserAsync(caller) is not { } user)
        {
            return null;
        }

        return await accounts.GetPasskeyAsync(user, Base64Url.DecodeFromChars(id)) is { } passkey ? (user, passkey) : null;
    }

    private static async Task<bool> HasAllAsync(AccountManager accounts, User user) => (await accounts.GetPasskeysAsync(user)).Count >= MostPasskeys;

    private static ProblemHttpResult TooMany() => TypedResults.Problem(
        $"An account may have at most {MostPasskeys} passkeys. Remove one that is not used any more.", statusCode: StatusCodes.Status409Conflict);

    // Somebody else's passkey of the same id is not seen from here; the database refuses a second one.
    private static async Task<bool> SaveAsync(Func<Task<IdentityResult>> change)
    {
        try
        {
            return (await change()).Succeeded;
        }
        catch (DbUpdateException)
        {
            return false;
        }
    }

    private static PasskeyResponse ToResponse(UserPasskeyInfo passkey) =>
        new(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name ?? DefaultName, passkey.CreatedAt, passkey.IsBackedUp);
}
