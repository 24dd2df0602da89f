using Microsoft.AspNetCore.Identity;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Passwords;

/// <summary>Refuses the passwords that are guessed first: the account's own name, and what everybody comes up with.</summary>
internal sealed class PasswordRule : IPasswordValidator<User>
{
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        if (string.IsNullOrEmpty(password))
        {
            return Task.FromResult(IdentityResult.Success);
        }

        if (NamesOf(user).Any(name => IsSame(name, password)))
        {
            return Refuse("PasswordIsName", "The account's own name or e-mail address is the first thing that anybody tries. Choose another password.");
        }

        return CommonPasswords.Contain(password)
            ? Refuse("PasswordTooCommon", "This password is among those that are guessed first. Choose another one, such as four words that do not belong together.")
            : Task.FromResult(IdentityResult.Success);
    }

    private static Task<IdentityResult> Refuse(string code, string description) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = code, Description = description }));

    // What stands before the @ is a name, too.
    private static IEnumerable<string> NamesOf(User user) =>
        new[] { user.UserName, user.Email, user.DisplayName }.OfType<string>().SelectMany(name => name.Split('@').Take(1).Append(name));

    // Also with a year behind it, or other signs between.
    private static bool IsSame(string name, string password)
    {
        var (bareName, barePassword) = (Bare(name), Bare(password));
        return bareName.Length > 0
            && (bareName.Equals(barePassword, StringComparison.OrdinalIgnoreCase)
                || bareName.Equals(barePassword.Trim("0123456789".ToCharArray()), StringComparison.OrdinalIgnoreCase));
    }

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
