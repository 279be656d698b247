// Logs people in and checks their tokens, with keys that jwtkeep keeps: docs/how-to/dotnet.md says how and why.
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

var keys = new Keys();
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls($"http://127.0.0.1:{Own.Seconds("PORT", 8080)}");
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    options.MapInboundClaims = false;
    options.TokenValidationParameters = new TokenValidationParameters
    {
        ValidAlgorithms = [keys.Algorithm], // never the one that the token names
        ValidIssuer = keys.Issuer,
        ValidAudience = keys.Audience,
        RequireExpirationTime = true,
        ClockSkew = TimeSpan.FromSeconds(Own.Seconds("SKEW_SECONDS", 60)), // S (--skew); five minutes unless said
        NameClaimType = "sub",
        TryAllIssuerSigningKeys = false,
    };
    if (Own.Value("JWKS_URL") is not { } url)
    {
        options.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, kid, _) => keys.Find(kid);
        return;
    }
    // The library takes no interval below five minutes. Its "last known good" set would go on trusting, for an hour, a key
    // that was taken away.
    var address = new Uri(url);
    options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
        url, new KeySetRetriever(), new HttpDocumentRetriever { RequireHttps = !address.IsLoopback })
    {
        AutomaticRefreshInterval = TimeSpan.FromSeconds(Math.Max(300, Own.Seconds("JWKS_CACHE_SECONDS", 600))), // at most P
        RefreshInterval = TimeSpan.FromSeconds(30), // between two fetches because of an unknown kid
        UseLastKnownGoodConfiguration = false,
    };
});

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();

app.MapPost("/login", (Login wanted) =>
    !keys.MaySign ? Results.NotFound(new { error = "this service only verifies" })
    : !Own.IsKnown(wanted) ? Results.Json(new { error = "unknown user or password" }, statusCode: 401)
    : Results.Ok(new { token = keys.Sign(wanted.User!, Own.Seconds("TOKEN_SECONDS", 900)) })); // at most T (--ttl)

app.MapGet("/orders", (ClaimsPrincipal caller) =>
    caller.FindFirstValue("sub") is { Length: > 0 } user
        ? Results.Ok(new { user, orders = Array.Empty<string>() })
        : Results.Unauthorized()).RequireAuthorization();

app.Run();

record Login(string? User, string? Password);

static class Own
{
    public static string? Value(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public static int Seconds(string name, int usual) => Value(name) is { } value ? int.Parse(value) : usual;

    /// <summary>Stands for your table of users.</summary>
    public static bool IsKnown(Login login) =>
        login is { User.Length: > 0, Password: { } password } && Value("LOGIN_PASSWORD") is { } expected &&
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(expected));
}

/// <summary>A key set by itself, without an OpenID provider's document around it.</summary>
class KeySetRetriever : IConfigurationRetriever<OpenIdConnectConfiguration>
{
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever,
                                                                        CancellationToken cancel)
    {
        var set = new JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel));
        var configuration = new OpenIdConnectConfiguration { JwksUri = address, JsonWebKeySet = set };
        foreach (var key in set.GetSigningKeys()) configuration.SigningKeys.Add(key);
        return configuration;
    }
}
