using System;
using System.Security.Cryptography;
using System.Text;
using Windows.Security.Credentials;

namespace Desktop.Services
{
    /// <summary>Keeps the token in the user's credential locker.</summary>
    public class TokenStore
    {
        private const string Resource = "plans-token";
        private const string RefreshTokenName = "refresh_token";
        private readonly PasswordVault _vault = new PasswordVault();

        public string Token
        {
            get => TryRead("access_token");
            set => _vault.Add(new PasswordCredential(Resource, "access_token", value));
        }

        public byte[] Secret => ProtectedData.Unprotect(Convert.FromBase64String(TryRead("secret")), null, DataProtectionScope.CurrentUser);

        private string TryRead(string name)
        {
            try { return _vault.Retrieve(Resource, name).Password; }
            catch (Exception) { return null; }
        }
    }
}
