using System.Collections.Generic;
using System.Security.Claims;
using System.Text.Json;
using System.Threading.Tasks;
using Blazored.LocalStorage;
using Microsoft.AspNetCore.Components.Authorization;

namespace Blazor.Shop.Client;

public class AuthProvider : AuthenticationStateProvider
{
    private const string TokenKey = "authToken";
    private const string AuthenticationType = "jwtAuthType";
    private readonly ILocalStorageService _storage;

    public AuthProvider(ILocalStorageService storage) => _storage = storage;

    public override async Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        var token = await _storage.GetItemAsync<string>(TokenKey);
        var identity = string.IsNullOrWhiteSpace(token) ? new ClaimsIdentity() : new ClaimsIdentity(Claims(token), AuthenticationType);
        return new AuthenticationState(new ClaimsPrincipal(identity));
    }

    private static IEnumerable<Claim> Claims(string jwt)
    {
        var payload = JsonSerializer.Deserialize<Dictionary<string, object>>(Base64Url.Decode(jwt.Split('.')[1]));
        foreach (var (name, value) in payload!) yield return new Claim(name, value.ToString() ?? "");
    }
}
