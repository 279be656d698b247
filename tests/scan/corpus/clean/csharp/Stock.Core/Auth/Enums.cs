using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace Stock.Core.Auth;

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum CredentialKind
{
    [EnumMember(Value = "Secret")]
    Secret,
    [EnumMember(Value = "JwtSecret")]
    JwtSecret,
    [EnumMember(Value = "PrivateKey")]
    PrivateKey,
    [EnumMember(Value = "ApiToken")]
    ApiToken,
}

public static class ClaimNames
{
    public const string TokenId = "jti";
    public const string SecretVersion = "secret_version";
    public const string JwtSecret = nameof(JwtSecret);
    public const string Password = "pwd";
}
