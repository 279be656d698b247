using System;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Stock.Core.Auth;

public sealed class TokenService
{
    private const string Secret = "P2cJTMEPs9kbkricRox9IqIzQKgSUkzNY9XKNennz3U6oJA2b6nlak8T6CAe9/sVxoBsyF9cmkmJdLmSJG9/Sw==";

    private readonly JwtSecurityTokenHandler _handler = new();
    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(Convert.FromBase64String(Secret)), SecurityAlgorithms.HmacSha256);

    public string Issue(string clerk, string warehouse)
    {
        var claims = new[] { new Claim("clerk", clerk), new Claim("wh", warehouse) };
        var token = new JwtSecurityToken("stock", "stock", claims, null, DateTime.UtcNow.AddHours(9), _credentials);
        return _handler.WriteToken(token);
    }
}
