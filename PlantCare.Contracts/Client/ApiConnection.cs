using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PlantCare.Contracts.Json;
using PlantCare.Contracts.Problems;

namespace PlantCare.Contracts.Client;

/// <summary>Sends requests and turns every error answer into an <see cref="ApiException"/>.</summary>
internal sealed class ApiConnection(HttpClient http)
{
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(PlantCareJson.Options, cancellationToken)
            ?? throw new ApiException(response.StatusCode, new Problem { Detail = $"Api answered {path} with an empty body." });
    }

    public async Task SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    public async Task SendAsync(HttpMethod method, string path, object? body, (string Name, string Value) header, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken, header);
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        HttpCompletionOption completion,
        CancellationToken cancellationToken,
        (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (header is { } extra)
        {
            request.Headers.Add(extra.Name, extra.Value);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: PlantCareJson.Options);
        }

        var response = await http.SendAsync(request, completion, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new ApiException(response.StatusCode, await ReadProblemAsync(response, cancellationToken));
        }
    }

    // Api answers errors as problem+json; a proxy in between may not.
    private static async Task<Problem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var fallback = new Problem { Status = (int)response.StatusCode, Title = response.ReasonPhrase };
        try
        {
            var type = (JsonTypeInfo<Problem>)PlantCareJson.Options.GetTypeInfo(typeof(Problem));
            return await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? fallback;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return fallback;
        }
    }
}
