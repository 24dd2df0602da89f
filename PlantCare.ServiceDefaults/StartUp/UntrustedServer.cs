using System.Security.Authentication;

namespace PlantCare.ServiceDefaults.StartUp;

/// <summary>Tells a server whose certificate is not trusted, which waiting does not mend, from one that is not there yet.</summary>
public static class UntrustedServer
{
    /// <summary>What is wrong with its TLS; null when something else went wrong.</summary>
    public static string? Explain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return cause.Message.TrimEnd('.');
            }
        }

        return null;
    }
}
