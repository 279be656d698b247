using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

/// <summary>What `jwtkeep run` gives: in the environment, or with --signal HUP in the file that JWT_ENV_FILE names.</summary>
sealed class Keys
{
    private sealed record Held(JsonWebKeySet Set, SigningCredentials? Signs);

    private readonly PosixSignalRegistration? hangup;
    private volatile Held? held; // replaced as a whole: no request sees half of a change

    public string Algorithm { get; }
    public string Issuer { get; }
    public string Audience { get; }
    public bool MaySign => held?.Signs is not null;

    public Keys()
    {
        var given = Given();
        Algorithm = Required(given, "JWT_ALG");
        Issuer = Required(given, "JWT_ISSUER");
        Audience = Required(given, "JWT_AUDIENCE");
        if (Own.Value("JWKS_URL") is not null) return;
        held = Read(given);
        if (Own.Value("JWT_ENV_FILE") is null) return;
        hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            try
            {
                held = Read(Given());
            }
            catch (Exception error)
            {
                Console.Error.WriteLine($"the keys stay as they were: {error.Message}");
            }
        });
    }

    public IEnumerable<SecurityKey> Find(string kid) => held!.Set.Keys.Where(key => key.Kid == kid);

    public string Sign(string user, int seconds)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Subject = new ClaimsIdentity([new Claim("sub", user)]),
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            Expires = now.AddSeconds(seconds),
            SigningCredentials = held!.Signs!,
        });
    }

    private Held Read(IReadOnlyDictionary<string, string> given)
    {
        var set = new JsonWebKeySet(Required(given, "JWT_JWKS"));
        var kid = Required(given, "JWT_KID");
        if (!given.ContainsKey("JWT_PUBLIC_KEY")) // a symmetric key signs and verifies
            return new Held(set, new SigningCredentials(set.Keys.Single(key => key.Kid == kid), Algorithm));
        if (!given.TryGetValue("JWT_SECRET", out var pem)) // of a key pair: the private half is not here (run --signer)
            return new Held(set, null);
        return new Held(set, new SigningCredentials(PrivateKey(pem, kid), Algorithm));
    }

    private SecurityKey PrivateKey(string pem, string kid)
    {
        if (Algorithm.StartsWith("ES", StringComparison.Ordinal))
        {
            var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return new ECDsaSecurityKey(curve) { KeyId = kid };
        }
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new RsaSecurityKey(rsa) { KeyId = kid };
    }

    private static IReadOnlyDictionary<string, string> Given()
    {
        if (Own.Value("JWT_ENV_FILE") is { } path)
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))!;
        return Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(one => (string)one.Key, one => (string?)one.Value ?? "");
    }

    private static string Required(IReadOnlyDictionary<string, string> given, string name) =>
        given.TryGetValue(name, out var value) && value != ""
            ? value
            : throw new InvalidOperationException($"{name} is not set");
}
