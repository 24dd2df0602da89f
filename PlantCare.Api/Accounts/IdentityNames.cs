using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PlantCare.Api.Accounts;

/// <summary>Identity's own messages stay camelCase, as every client of ASP.NET Core Identity knows them; all else is snake_case.</summary>
internal static class IdentityNames
{
    private static readonly string[] Namespaces = ["Microsoft.AspNetCore.Identity.Data", "Microsoft.AspNetCore.Authentication.BearerToken"];

    /// <summary>Call it when every resolver is there.</summary>
    public static void Keep(JsonSerializerOptions options) =>
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(UseCamelCase);

    private static void UseCamelCase(JsonTypeInfo type)
    {
        if (Namespaces.Contains(type.Type.Namespace))
        {
            foreach (var property in type.Properties)
            {
                property.Name = FromSnakeCase(property.Name);
            }
        }
    }

    // access_token → accessToken
    private static string FromSnakeCase(string name) =>
        JsonNamingPolicy.CamelCase.ConvertName(string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
}
