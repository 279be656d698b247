using System.IdentityModel.Tokens.Jwt;
using System.Text;
using FluentAssertions;
using Microsoft.IdentityModel.Tokens;
using Stock.Core.Auth;
using Xunit;

namespace Stock.Tests;

public class TokenServiceTests
{
    private static readonly SymmetricSecurityKey TestKey = new(Encoding.UTF8.GetBytes("test_secret_key_for_unit_tests_1234567890"));

    [Fact]
    public void Rejects_foreign_signature()
    {
        var handler = new JwtSecurityTokenHandler();
        var token = new TokenService().Issue("ada", "north");
        var act = () => handler.ValidateToken(token, new TokenValidationParameters { IssuerSigningKey = TestKey }, out _);
        act.Should().Throw<SecurityTokenSignatureKeyNotFoundException>();
    }

    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1bmlxdWVfbmFtZSI6ImFkYSIsIm5iZiI6MTY1MDAwMDAwMCwiZXhwIjoxNjUwMDAxMjAwfQ.a4zZp0mMNzXHHE_EmutpoGfM9ZpVoNkRL_RLa0scV1c")]
    [InlineData("")]
    public void Rejects(string token) => TokenService.IsValid(token).Should().BeFalse();
}
