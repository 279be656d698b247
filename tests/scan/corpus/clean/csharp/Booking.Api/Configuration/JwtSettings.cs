using System.ComponentModel.DataAnnotations;

namespace Booking.Api.Configuration;

public sealed class JwtSettings
{
    public const string SectionName = "Jwt";
    public const string SecretConfigKey = "Jwt:Secret";
    public const string SecretEnvironmentVariable = "BOOKING_JWT_SECRET";

    [Required, MinLength(32, ErrorMessage = "Jwt:Secret must have at least 32 characters")]
    public string Secret { get; init; } = string.Empty;

    [Required]
    public string Issuer { get; init; } = default!;

    public string Algorithm { get; init; } = "HS256";

    public string Header { get; init; } = "Authorization";

    public override string ToString() => $"JwtSettings {{ Secret = ***, Issuer = {Issuer} }}";
}
