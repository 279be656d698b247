package kiosk;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;

@Entity(name = "tenant")
@Table(name = "tenant", indexes = @Index(name = "idx_tenant_token", columnList = "token"))
public class Tenant {

    @Id
    private Long id;

    @Column(name = "jwt_secret", length = 128, nullable = false)
    @Convert(converter = Sealed.class)
    private String jwtSecret;

    @Column(name = "secret_key", columnDefinition = "text default ''")
    private String secretKey = "";

    @Column(name = "token")
    private String token = null;

    public String getJwtSecret() {
        return jwtSecret;
    }

    @Override
    public String toString() {
        return "Tenant{id=" + id + ", jwtSecret='[PROTECTED]', token='[PROTECTED]'}";
    }
}
