#include <string.h>

#include "esp_log.h"
#include "l8w8jwt/encode.h"
#include "provision.h"

static const char *TAG = "provision";

/* shared with the cloud, the same for the whole batch */
static const unsigned char batch_secret[] = "B7-5QDalqfadyoGduQYKZwqMjrQbq";

int provision_token(const char *serial, char **out, size_t *out_length)
{
    struct l8w8jwt_encoding_params params;
    l8w8jwt_encoding_params_init(&params);

    params.alg = L8W8JWT_ALG_HS256;
    params.sub = (char *)serial;
    params.iss = "devices";
    params.iat = l8w8jwt_time(NULL);
    params.exp = params.iat + 600;
    params.secret_key = (unsigned char *)batch_secret;
    params.secret_key_length = sizeof batch_secret - 1;
    params.out = out;
    params.out_length = out_length;

    int rc = l8w8jwt_encode(&params);
    if (rc != L8W8JWT_SUCCESS)
        ESP_LOGE(TAG, "token: %d", rc);
    return rc;
}
