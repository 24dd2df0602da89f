using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Standalone.Demo;

/// <summary>The account that owns the demo's plants. It never administers: the first person to register does.</summary>
internal static class DemoOwner
{
    public const string Email = "demo@plantcare.example";

    /// <summary>Without letters and digits that look alike: somebody may have to type it.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int PasswordLength = 16;

    /// <summary>Makes the account if need be. Its password is new at every start, so that none is kept anywhere.</summary>
    public static async Task<DemoSignIn> EnsureAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var password = RandomNumberGenerator.GetString(Alphabet, PasswordLength);
        if (await users.FindByEmailAsync(Email) is { } known)
        {
            Check(await users.RemovePasswordAsync(known));
            Check(await users.AddPasswordAsync(known, password));
        }
        else
        {
            var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
            var user = new User { UserName = Email, Email = Email, EmailConfirmed = true, DisplayName = "Demo", CreatedAt = now };
            Check(await users.CreateAsync(user, password));
        }

        return new DemoSignIn(Email, password);
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw StartUpException.Environment(
                $"the demo's account cannot be made ({string.Join(" ", result.Errors.Select(error => error.Description))}). Start without --demo.");
        }
    }
}
