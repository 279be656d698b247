using System.Web.Configuration;
using JWT;
using JWT.Algorithms;
using JWT.Builder;
using JWT.Serializers;

namespace LegacyMvc
{
    public static class JwtManager
    {
        const string secret = "GQDstcKsx0NHjPOuXOYg5MbeJ1XT0uFiwDVvVBrk";

        public static string Encode(object payload)
        {
            IJwtAlgorithm algorithm = new HMACSHA256Algorithm();
            IJsonSerializer serializer = new JsonNetSerializer();
            IBase64UrlEncoder urlEncoder = new JwtBase64UrlEncoder();
            IJwtEncoder encoder = new JwtEncoder(algorithm, serializer, urlEncoder);
            return encoder.Encode(payload, secret);
        }

        public static string Decode(string token)
        {
            return JwtBuilder.Create()
                .WithAlgorithm(new HMACSHA256Algorithm())
                .WithSecret("top secret")
                .MustVerifySignature()
                .Decode(token);
        }
    }
}
