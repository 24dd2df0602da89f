using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PlantCare.Api.Accounts;

/// <summary>Identity's own messages stay camelCase, as every client of ASP.NET Core Identity knows them; all else is snake_case.</summary>
internal static class IdentityNames
{
    private static readonly string[] Namespaces = ["Microsoft.AspNetCore.Identity.Data", "Microsoft.AspNetCore.Authentication.BearerToken"];

    public static void Keep(JsonSerializerOptions options) =>
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(UseCamelCase);

    private static void UseCamelCase(JsonTypeInfo type)
    {
        if (!Namespaces.Contains(type.Type.Namespace))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            var name = (property.AttributeProvider as System.Reflection.MemberInfo)?.Name ?? property.Name;
            property.Name = JsonNamingPolicy.CamelCase.ConvertName(name);
        }
    }
}
