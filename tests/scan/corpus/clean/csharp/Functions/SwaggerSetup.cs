using Microsoft.OpenApi.Any;
using Microsoft.OpenApi.Models;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Functions;

public static class SwaggerSetup
{
    public static void Configure(SwaggerGenOptions c)
    {
        c.AddSecurityDefinition("Bearer", new OpenApiSecurityScheme
        {
            Description = "JWT Authorization header using the Bearer scheme. Example: \"Authorization: Bearer {token}\"",
            Name = "Authorization",
            In = ParameterLocation.Header,
            Type = SecuritySchemeType.ApiKey,
            Scheme = "Bearer",
            BearerFormat = "JWT",
        });
        c.MapType<Token>(() => new OpenApiSchema
        {
            Type = "string",
            Example = new OpenApiString("eyJhbGciOiJSUzI1NiIs..."),
        });
        c.MapType<Secret>(() => new OpenApiSchema { Type = "string", Format = "password", Example = new OpenApiString("string") });
    }
}
