#ifndef MARLOW_CONFIG_CONSTANTS_H
#define MARLOW_CONFIG_CONSTANTS_H

/* Ports */
#define MARLOW_HTTP_PORT 8080
#define MARLOW_RTMP_PORT 1935

/* Tokens */
#define MARLOW_JWT_ISSUER "marlow-media"
#define MARLOW_JWT_SECRET "secret_key"
#define MARLOW_JWT_TTL_SECONDS (15 * 60)

/* Limits */
#define MARLOW_MAX_STREAMS 64
#define MARLOW_MAX_BITRATE_KBPS 12000

#endif
