using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.IdentityModel.Tokens;

var builder = WebApplication.CreateBuilder(args);

var vault = new SecretClient(new Uri(builder.Configuration["KeyVault:Uri"]!), new DefaultAzureCredential());
KeyVaultSecret secret = await vault.GetSecretAsync("minimal-jwt-secret");
var key = new SymmetricSecurityKey(Convert.FromBase64String(secret.Value));

builder.Services.AddAuthorization();
builder.Services.AddAuthentication("Bearer").AddJwtBearer("Bearer", o =>
{
    o.MapInboundClaims = false;
    o.TokenValidationParameters.IssuerSigningKey = key;
    o.TokenValidationParameters.ValidIssuer = "minimal";
    o.TokenValidationParameters.ValidAudience = "minimal";
});

var app = builder.Build();
app.MapGet("/", () => "secret area").RequireAuthorization();
app.Run();
