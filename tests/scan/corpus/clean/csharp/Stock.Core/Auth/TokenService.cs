using System;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Stock.Core.Auth;

public sealed class TokenService
{
    private readonly SigningCredentials _credentials;

    public TokenService(IOptions<AuthOptions> options)
    {
        var secretKey = options.Value.SecretKey;
        _credentials = new SigningCredentials(new SymmetricSecurityKey(Convert.FromBase64String(secretKey)), SecurityAlgorithms.HmacSha256);
    }

    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    public string Issue(string user) =>
        new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(
            issuer: "stock",
            claims: new[] { new Claim(JwtRegisteredClaimNames.Sub, user) },
            expires: DateTime.UtcNow.AddMinutes(20),
            signingCredentials: _credentials));
}
