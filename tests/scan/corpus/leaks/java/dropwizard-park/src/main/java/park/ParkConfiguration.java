package park;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import jakarta.validation.constraints.NotEmpty;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;

public class ParkConfiguration extends Configuration {

    @NotEmpty
    private String jwtTokenSecret = "dfwzsdzwh823zebdwdz772632gdsbd3333";

    @JsonProperty("bearerRealm")
    private String bearerRealm = "park";

    public byte[] getJwtTokenSecret() throws UnsupportedEncodingException {
        return jwtTokenSecret.getBytes(StandardCharsets.UTF_8);
    }

    @JsonProperty("jwtTokenSecret")
    public void setJwtTokenSecret(String value) {
        this.jwtTokenSecret = value;
    }

    public String getBearerRealm() {
        return bearerRealm;
    }
}
