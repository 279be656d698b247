using System;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Identity.Extensions;

public static class AuthExtensions
{
    public static IServiceCollection AddTokens(this IServiceCollection services, IConfiguration config)
    {
        var secret = config.GetValue<string>("Tokens:Secret", "default_secret");
        var bytes = Convert.FromHexString("5BD206F0A9B85B7D7EEC78DFC02608159E99BAAE876CF9F2E8113780F244F155");

        services.AddAuthentication()
            .AddJwtBearer("user", o => o.TokenValidationParameters = Parameters(Encoding.UTF8.GetBytes(secret)))
            .AddJwtBearer("machine", o => o.TokenValidationParameters = Parameters(bytes));
        return services;
    }

    private static TokenValidationParameters Parameters(byte[] key) => new()
    {
        IssuerSigningKey = new SymmetricSecurityKey(key),
        ValidateLifetime = true,
        ClockSkew = TimeSpan.FromSeconds(30),
        ValidateIssuer = false,
        ValidateAudience = false,
    };
}
