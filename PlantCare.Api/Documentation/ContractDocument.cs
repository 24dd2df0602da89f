using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts.Registration;
using PlantCare.Api.Data;
using PlantCare.Contracts.Auth;

namespace PlantCare.Api.Documentation;

/// <summary>What the generator cannot see of an operation: who may call it, what its parameters mean, what its errors look like.</summary>
internal static class ContractDocument
{
    private const string Bearer = "bearer";
    private const string Basic = "device";
    private const string ProblemType = "application/problem+json";

    // A parameter means the same wherever it is taken.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["active"] = "true (the default) leaves archived plants out, false gives only those, any gives both.",
        ["cursor"] = "The 'next' of the part before; without it, the beginning.",
        ["device_id"] = "A device's name on the wire.",
        ["direction"] = "received for what others share with the caller, given for what the caller shares; both when absent.",
        ["end_time"] = "Until when, exclusive; like start_time. now() when absent.",
        ["entry_id"] = "The id of an entry in the journal.",
        ["every"] = "How wide a window is, such as 15m, 1h (the default) or 1d.",
        ["field"] = "A metric, such as soil_moisture.",
        ["format"] = "json or csv; when absent, what the header Accept says.",
        ["id"] = "The id in the answer that made it.",
        ["limit"] = "At most so many.",
        ["order"] = "asc (the default) has the oldest first, desc the newest.",
        ["place_id"] = "A place's id.",
        ["plant_id"] = "A plant's id.",
        ["reason"] = "Only those of this kind of fault, such as not_json or out_of_range.",
        ["search"] = "A part of a name: of a species any, in whatever case and with or without accents; of an account also of its address.",
        ["sensor"] = "A sensor's name in its own system, however it is written.",
        ["start_time"] = "From when: a time such as 2024-01-15T10:30:00Z, now(), or a duration before now such as -15m, -1h (the default) or -7d.",
        ["state"] = "open, acknowledged or resolved; all when absent.",
        ["token"] = "The token in the answer that made the invitation.",
        ["user_id"] = "An account's id: the caller's own, or for administrators any.",
        ["window"] = "How far back from now, such as 1d (the default) or 2w; not together with start_time.",
    };

    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "PlantCare",
            Version = "v1",
            Description = "Plants, devices and what they measured. Times are RFC 3339 in UTC; errors are problem+json whose detail says what to do. "
                + "Sign in at POST /auth/login and send the access token; a script sends a key of POST /users/me/keys in its place; "
                + "a device sends its device_id and secret as HTTP Basic.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An access token of POST /auth/login, or a key with the scope that the operation names; where it names none, keys are not let in.",
            },
            [Basic] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "A device's device_id and secret." },
        };
        return Task.CompletedTask;
    }

    public static async Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Description ??= Parameters.GetValueOrDefault(parameter.Name ?? "");
        }

        if (context.Description.RelativePath == "auth/register")
        {
            DescribeInvitation(operation);
        }

        operation.Responses ??= [];
        Secure(operation, context);
        foreach (var (status, answer) in operation.Responses)
        {
            if (int.Parse(status, CultureInfo.InvariantCulture) >= StatusCodes.Status400BadRequest && answer is OpenApiResponse { Content: null or { Count: 0 } } error)
            {
                var problem = await context.ReferenceAsync(typeof(ProblemDetails), cancellationToken);
                error.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ProblemType] = new() { Schema = problem } };
            }
        }
    }

    // Identity's endpoint does not know of it; it is read before.
    private static void DescribeInvitation(OpenApiOperation operation)
    {
        const string meaning = "An invitation's token, where registration takes one: as this header, or as the parameter 'invitation'.";
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter { Name = RegistrationGate.Header, In = ParameterLocation.Header, Description = meaning, Schema = text });
        operation.Parameters.Add(new OpenApiParameter { Name = RegistrationGate.Parameter, In = ParameterLocation.Query, Description = meaning, Schema = text });
    }

    private static void Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            return;
        }

        var isDevice = metadata.OfType<AuthorizationPolicy>().Any(policy => policy.AuthenticationSchemes.Contains(DeviceAuthentication.SchemeName));
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(isDevice ? Basic : Bearer, context.Document)] = [] },
        ];
        operation.Responses!.TryAdd("401", new OpenApiResponse { Description = "No credentials, or none that are good." });
        var allowed = metadata.OfType<AllowedCallers>().LastOrDefault() ?? AllowedCallers.PeopleOnly;
        if (allowed.AdministratorsOnly)
        {
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The caller does not administer the system." });
        }

        if (allowed.Scope != ApiScopes.None)
        {
            var scope = $"A key takes the scope '{allowed.Scope.ToString().ToLowerInvariant()}'.";
            operation.Description = string.Join(' ', new[] { operation.Description, scope }.Where(text => !string.IsNullOrEmpty(text)));
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The caller sees this and may not do that, or the key has another scope." });
        }
    }

    private static async Task<OpenApiSchemaReference> ReferenceAsync(
        this OpenApiOperationTransformerContext context, Type type, CancellationToken cancellationToken)
    {
        context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
        return new OpenApiSchemaReference(type.Name, context.Document);
    }
}
