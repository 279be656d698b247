using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Identity.Keys;

internal static class PublicKeys
{
    private const string Spki = @"-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAp0nqj5fhRmjhnK9RrH4J
MucXFvRM/lx9JblOrL8cGcVplAIhbSxcRjgeXD2yhMDn/I3eVwuNYhSOh08vzCug
sTtHhyhSPJdpPj0NPRODzL2RfKRTxk6cUlmHVUzSdh5exe/DyjopJHJcEvTxLpAp
n+2U7Ns8fAKawyuaLfeFKKdT8KCbVw/uhRsHRaYfvkiKDUCdKkzpVSSFc69DeWgT
CJFXZ+lR6uZpMVHKdO06dEAgYvrk687svZim3ZtO9JmT0UmQAoA7hwvxgMtPBerR
wMgC4T86m1ecqHH6Xbtq5kh74kVjh4sJjFQ1hK/4qhl2sOCZXVIvqfW+3xK06X2T
FQIDAQAB
-----END PUBLIC KEY-----";

    private const string Certificate = @"-----BEGIN CERTIFICATE-----
MIICwjCCAaqgAwIBAgIUMQo4gLU1ED6KGE1HbFd2std7ZOgwDQYJKoZIhvcNAQEL
BQAwGzEZMBcGA1UEAwwQYXV0aC5leGFtcGxlLm5ldDAeFw0yMzAzMDEwMDAwMDBa
Fw0zMzAzMDEwMDAwMDBaMBsxGTAXBgNVBAMMEGF1dGguZXhhbXBsZS5uZXQwggEi
MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC5XmhMyLZ+KU6zP1Pr6+vpCc8A
BLrA25o1Cenoy8/oiSeZ2j4liAAWdgigjLertIM+gYB1N8bBcoPYRV+Ip6bvmtnI
0hA6ECfO59uv7keTuHv2wJ2LIT1GiFfsak4mU6K/h3ceEHmUAW4FIlmpXLpYNKyS
dq6WPwHnSqfFAGZJObiVGiGLud4oKj6Gb8H8e6sZyU5yT8Pc7/OrUi9lx20Mm4DB
2JhJX8n806AJyd0aEDeGF1PDI7kdB7qPlF3nxA/A+8XqlxlO2rrG6A/KrVsnv0Ui
yXcG4TPfd+/xvpmaA9QsrzY0nk48btwBofeTYWIMBDzyVh+JHbDguI4jv+QhAgMB
AAEwDQYJKoZIhvcNAQELBQADggEBACEFRA+iM2cgkto5VxKieoTd/20YZZYdKzrI
0GEVzBKi8ffZt79g33HaSrqlL2nb1hfBbK9toRtCWnljLavSZ0K5EKM6Nchf3t9r
Ovbmo3EdOv602iHR3lqpaSB1Xo4ChAULdordFhKHCcg8DCs2ttn5kefbVs1TUgcI
DOXEPy3X8xPm/3B1Xs8xS55MBNwzmNmRc5UlrTuGD4sp0vqGwX3bZan0OGLWYISu
Q0aUpKljFT5kRxQXFYhpfWX+r0ZwLBlnuWlErhio+cEMdndZnvBwGQDxWR+aHgzA
GYBUWgTjpMtKA7uy9dbTUtKnwNPni0vHFSUS4jeYGJeFHG5Rtdk=
-----END CERTIFICATE-----";

    public static SecurityKey Partner()
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(Spki);
        return new RsaSecurityKey(rsa);
    }

    public static SecurityKey Bank() => new X509SecurityKey(X509Certificate2.CreateFromPem(Certificate));
}
