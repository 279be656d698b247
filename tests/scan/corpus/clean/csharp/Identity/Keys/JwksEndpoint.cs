using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Identity.Keys;

public static class JwksEndpoint
{
    // raw string: what the old server published, for tokens that still live
    private const string Previous = """
        {
          "kty": "RSA",
          "kid": "msADNGOXNPfC",
          "use": "sig",
          "alg": "RS256",
          "n": "qSMDmXJG57zYBMEnALAU-dmhnsI8eN3y9v3RRLVxrE747csMINptUSsOh3_BGFfTkBAFF1HWmZlzRW2AfahnixBu4LG2u0mrCD_djhK6-RUoiAj_HmSYy9P6oi2OTtV-wA8XLqoGlEk71KH82fsNv0WDtbT9Mv1jc0tlSTRFiNN9U_8iNroBXxizkRCSKji4ag84LUqsAUPfk2ZixLEU0VmXckLrzAPArUCKersEk9l-8meccSKXQEtm5nThrNaxHOcteh4nvFr5ph1rq3HJTy1W0dTKQ3mUP1YIbbBH7d45S-OpFn_pHQqi2ZxahHN6BcQTR0QV1SUKKAraidTcTw",
          "e": "AQAB"
        }
        """;

    public static void MapJwks(this IEndpointRouteBuilder routes, KeyRing ring)
    {
        routes.MapGet("/.well-known/jwks.json", () =>
        {
            var keys = new JsonArray(JsonNode.Parse(Previous));
            foreach (var key in ring.Public)
            {
                keys.Add(key.ToJson());
            }
            return Results.Json(new JsonObject { ["keys"] = keys });
        });
    }
}
