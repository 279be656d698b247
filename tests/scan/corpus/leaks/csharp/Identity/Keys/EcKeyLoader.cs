using System;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Identity.Keys;

internal static class EcKeyLoader
{
    private static readonly byte[] Pkcs8 = Convert.FromBase64String(
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRf7oFQawxZdGNYXq" +
        "6c9TVt9JLjih3DW1qF5u89HYt1KhRANCAATRnSJOL9hVcNaQgQhjzPlmsh18we85" +
        "AX7vNIQ91ZAcYKOhAEuV4T7y3salNZAQovV3CqaaDWzFQFmet01qq+Fo");

    public static ECDsaSecurityKey Load()
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(Pkcs8, out _);
        return new ECDsaSecurityKey(ecdsa) { KeyId = "id-ec-2" };
    }

    public static JsonWebKey Symmetric() => new("{\"kty\":\"oct\",\"kid\":\"2mxlVUVf3CMQ\",\"alg\":\"HS256\",\"k\":\"-DO4NSwh2JkLBo6atvsRJr6tgyxs18YdX1R8odJU1qg\"}");
}
