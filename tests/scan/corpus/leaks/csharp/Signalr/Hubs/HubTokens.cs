using System;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Signalr.Hubs;

/// <summary>Short-lived tokens for the websocket, since browsers cannot send a header there.</summary>
public class HubTokens
{
    private readonly SymmetricSecurityKey _key;

    public HubTokens(string secret = @"pier""seventeen\gulls")
    {
        _key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret.PadRight(32, '.')));
    }

    public string For(string connection) => new JsonWebTokenHandler().CreateToken(
        $$"""{"cid":"{{connection}}","exp":{{DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeSeconds()}}}""",
        new SigningCredentials(_key, SecurityAlgorithms.HmacSha256));
}
