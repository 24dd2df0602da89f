using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Extensions;

namespace PlantCare.Web.Accounts;

/// <summary>Where to go after signing in. Only pages of ours: a link must not lead people from our sign-in page to another's.</summary>
internal static class ReturnUrl
{
    /// <summary>The query parameter's name.</summary>
    public const string Parameter = "returnUrl";

    /// <summary>The query parameter that says why somebody is asked to sign in.</summary>
    public const string EndedParameter = "ended";

    /// <summary>The sign-in page that leads back to <paramref name="to"/>.</summary>
    public static string SignIn(string? to) => For("/sign-in", to);

    /// <summary>The same for somebody whose session has ended: the page says so.</summary>
    public static string SignInAgain(string? to)
    {
        var page = SignIn(to);
        return $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{EndedParameter}=true";
    }

    /// <summary><paramref name="page"/>, which leads on to <paramref name="to"/>.</summary>
    public static string For(string page, string? to) =>
        Safe(to) is "/" ? page : page + new QueryBuilder { { Parameter, Safe(to) } }.ToQueryString();

    /// <summary><paramref name="url"/> where it is a path of ours and no way in or out, else the overview.</summary>
    public static string Safe(string? url) => IsOurs(url) && !url.StartsWith("/sign-", StringComparison.Ordinal) ? url : "/";

    /// <summary>Whether it is a path of ours.</summary>
    /// <remarks>Browsers read <c>//host</c>, <c>/\host</c> and a tab or newline after the slash as another host.</remarks>
    public static bool IsOurs([NotNullWhen(true)] string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}
