package com.example.batch;

import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs requests without their secrets. */
class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final Set<String> HIDDEN = Set.of("authorization", "jwt_secret", "secret", "password", "x-api-token");
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    void header(String name, String value) {
        if (HIDDEN.contains(name.toLowerCase())) {
            LOG.debug("{}: <hidden>", name);
        } else {
            LOG.debug("{}: {}", name, JWT.matcher(value).replaceAll("<jwt>"));
        }
    }

    void refused(Exception e) {
        LOG.warn("JWT secret rejected: secret=******, token=eyJ..., reason={}", e.getMessage());
    }
}
