using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.IdentityModel.Tokens;
using Moq;
using Xunit;

namespace Stock.Tests;

public class AuthTests : IClassFixture<WebApplicationFactory<Program>>
{
    private static readonly SymmetricSecurityKey Key = new(RandomNumberGenerator.GetBytes(32));
    private readonly WebApplicationFactory<Program> _factory;

    public AuthTests(WebApplicationFactory<Program> factory) =>
        _factory = factory.WithWebHostBuilder(b => b.UseSetting("Jwt:Secret", Base64UrlEncoder.Encode(Key.Key)));

    [Theory]
    [InlineData("token")]
    [InlineData("not.a.jwt")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30")]
    public async Task Malformed_token_is_401(string token)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/stock")).StatusCode);
    }

    [Fact]
    public void Secret_is_missing()
    {
        var options = Mock.Of<IOptions>(o => o.Secret == null);
        Assert.Throws<ArgumentNullException>("secret", () => new TokenService(options));
    }
}
