using System;
using System.IdentityModel.Tokens.Jwt;
using System.Threading.Tasks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.IdentityModel.Tokens;

namespace Functions;

public class SensorAuth
{
    private static readonly byte[] Key =
    {
        0x63, 0x2e, 0x64, 0xa0, 0xce, 0xcc, 0x06, 0xad,
        0x3d, 0xf9, 0x9a, 0x4a, 0x22, 0xde, 0x10, 0x84,
        0xed, 0x05, 0x08, 0xa3, 0xa2, 0x5a, 0x69, 0x3b,
        0x57, 0xb2, 0x24, 0xe0, 0x4e, 0xf4, 0x4d, 0x0c,
    };

    [Function("SensorToken")]
    public async Task<HttpResponseData> Run([HttpTrigger(AuthorizationLevel.Function, "post")] HttpRequestData req)
    {
        var serial = await req.ReadAsStringAsync();
        var token = new JwtSecurityToken(
            issuer: "sensors",
            claims: new[] { new System.Security.Claims.Claim("sn", serial ?? "") },
            expires: DateTime.UtcNow.AddHours(1),
            signingCredentials: new SigningCredentials(new SymmetricSecurityKey(Key), "HS256"));
        var response = req.CreateResponse();
        await response.WriteStringAsync(new JwtSecurityTokenHandler().WriteToken(token));
        return response;
    }
}
