using Microsoft.Extensions.Logging;

namespace Functions;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "JWT secret is not configured: set Jwt:Secret or JWT_SECRET")]
    public static partial void NoSecret(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "Token rejected for {Subject}: {Reason}")]
    public static partial void Rejected(ILogger logger, string subject, string reason);

    [LoggerMessage(3, LogLevel.Information, "Secret '{Name}' rotated, version {Version}")]
    public static partial void Rotated(ILogger logger, string name, string version);

    [LoggerMessage(4, LogLevel.Debug, "secret=<redacted> token=<redacted> key={KeyId}")]
    public static partial void Used(ILogger logger, string keyId);
}
