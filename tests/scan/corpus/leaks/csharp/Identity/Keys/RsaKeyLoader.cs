using System;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Identity.Keys;

internal static class RsaKeyLoader
{
    // kept next to the code so that the container needs no volume
    private const string Pem = @"-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQChnN++jau3RI52
55fXtDTl5g80G8RDOE+l/su8bO6x6d2wopDp5uJALIpZBmqby2iUKGrgDRJgHvOS
5nApT8aNRK8cP7GHFuSNaLRpJ7LJVhz1obAKRNarKyiPiw2NnoDqi+iWRwLU5RGQ
Ipe0RA1JXAGmbLbEyffJcVdDd3trcIEinK3H2zEA1m1z14guCrvLHDdxd5CSNNa3
v9m8wTq7Er7fdnjGWZplXWcwapJab/0D4eXiYxyjcA+8oBBVUtX5bhWdhTn2lRQW
t0movd66JhQbi7RwA8CRAk8vGGEcPAOz8MLJWg+0bJ1XgtWshFR7+HnWJMcsyxWJ
jvJgKkjtAgMBAAECggEARE8OwTeXR3C6OKbd5sXb//o0HeXImFLyU2q1SZDPeTKs
yc6EquC0a8SHu2Y7ZFte+hR1S/sqc6dRc5tj+AoolahczXdcfYlfFCgX7URizLfR
qL7tLgH3rESjMbzn/x5qRfjZ177vAvZJbJ86eO60oPe7GNFllRr62VHHPRSA/aFU
4J7pEEoZHno91sFBBuoV5075okGVZi90hA0GlbbfiwYOZA14xg0HFZt71SgpyMQK
i0iOq7yp5xZo0a0gHgAOS5rT/dudBB6SFzfvvFJWTAYAMEzslaDuFNvJOV4ucknJ
8PIxKytWRt3Zmp2tw+iN2YRGQsengE0+5Vj36EH5jwKBgQDdD3LS35pCxoECRpez
fC5pU+PkEUYFFlc57E7mCODSIds0Tmyq4IvLvshdahGd967JP2WJEYlA0OYL8P9W
OkXet2q/4M183uOIZR7XrxO8OsT5nG6q+cEv6BGV8Tkt21ZAGLKnmCbIktesna0d
AigntXBCVwwRKC/28cMZkkXTNwKBgQC7KA5si6ZznN69AexgJo8tuxsrKuUDSBqs
21KdYzE2Cu0RV4+NSxS//fr76mGFsZ7VhH7IyLS6k+HOrFvpFbGHvvNYilJbteNB
QPKyEGrBBsubjeKgM/gWvGnxFVMicp7QOBwzsqdMfU8pPBNeiO4J/5DwOoAu55NQ
JDrdfgpe+wKBgBS16dAP2uf+qP+JlZTfQYnkrikj5Sd83Fc06H9svYNyYJMZ9dxc
hTxld2gpE9V06w83vU+GMRG9gJAF2CY/92PSU1H+wcG9MBwLPUR/xp2P8/xex4+F
LrBKUbt2iiDdt8rxhWtmOdv4xfQKIbniBdkSip3sgdjppvS/2cN/jMMpAoGAf+cc
FGpL0u79+cV6uSsg5mvcYV/rKpb4Q/GPQCgt1XUaFqP0YudQwvTbtZW0GB4PInRu
AOHJQUkXJJr+JQjCTrbcr0G4jxx6tnmgYrh9fHUcaK5KlpltjnwtGqksK3qRtlLi
UyJg2xE4LEH2KsEBjKuvbb1NJMD2F+rqn7wnckkCgYEAlXv65hgS9Yz1AV1FQCKk
Y74kD6i+XVWrEhAA05REcR3wwDgwwL4kBfE6LN89Fi5zDqL+KrcAg7Tgmf59t0P+
esJyYEwAMxQ3Iqh+5Cg+DOkUw3KML4M9w8kNY3ZRoW7Ik+xEHwFMHVyOR7KXe9IG
ccZ3pSYssCbJVC/lR/MNHzQ=
-----END PRIVATE KEY-----";

    public static RsaSecurityKey Load()
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(Pem.AsSpan());
        return new RsaSecurityKey(rsa) { KeyId = "id-7" };
    }

    public static SigningCredentials Credentials() => new(Load(), SecurityAlgorithms.RsaSha256);
}
