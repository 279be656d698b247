using System;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace Blazor.Shop.Server.Controllers;

[ApiController, Route("api/accounts")]
public class AccountsController : ControllerBase
{
    private readonly string _securityKey;

    public AccountsController(IConfiguration configuration)
    {
        _securityKey = configuration["JWTSettings:securityKey"];
        if (string.IsNullOrWhiteSpace(_securityKey)) _securityKey = "CodeMazeSecretKey";
    }

    [HttpPost("login")]
    public IActionResult Login([FromBody] LoginForm form)
    {
        if (!form.Matches()) return Unauthorized();
        var credentials = new SigningCredentials(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_securityKey)), SecurityAlgorithms.HmacSha256);
        var token = new JwtSecurityToken("shop", "shop",
            new[] { new Claim(ClaimTypes.Name, form.Email) }, expires: DateTime.Now.AddMinutes(5), signingCredentials: credentials);
        return Ok(new { token = new JwtSecurityTokenHandler().WriteToken(token) });
    }
}
