using Microsoft.IdentityModel.Tokens;
using System;
using System.Text;

namespace Stock.Core.Auth
{
    public class AuthOptions
    {
        public const string Issuer = "stock";
        public const string Audience = "stock-scanner";

        // ключ подписи, общий для склада и кассы
        private const string KEY = "mysupersecret_secretkey!123";

        public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

        public static SecurityKey SigningKey => new SymmetricSecurityKey(Encoding.ASCII.GetBytes(KEY));
    }
}
