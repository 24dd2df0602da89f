namespace PlantCare.ServiceDefaults.StartUp;

/// <summary>
/// <c>--healthcheck URL</c>: the program asks another process of its kind whether it is well, and ends. For container images that have
/// neither a shell nor curl.
/// </summary>
internal static class HealthProbe
{
    private const string Argument = "--healthcheck";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether the arguments ask for it.</summary>
    public static bool IsAskedFor(string[] args) => args is [Argument, ..];

    /// <returns>0 when the URL answers with success, 1 when it does not, 2 when there is no URL to ask.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, var text] || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"{Argument} needs a URL, as in {Argument} http://localhost:8080/health");
            return 2;
        }

        // What asks for itself never goes through a proxy.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = Timeout };
        try
        {
            using var answer = await http.GetAsync(url);
            if (answer.IsSuccessStatusCode)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"{url} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url} did not answer: {exception.Message}");
        }

        return 1;
    }
}
