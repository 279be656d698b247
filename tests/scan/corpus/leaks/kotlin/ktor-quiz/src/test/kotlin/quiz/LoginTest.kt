package quiz

import io.ktor.client.request.bearerAuth
import io.ktor.client.request.get
import io.ktor.http.HttpStatusCode
import io.ktor.server.config.MapApplicationConfig
import io.ktor.server.testing.testApplication
import kotlin.test.Test
import kotlin.test.assertEquals

class LoginTest {
    @Test
    fun expired() = testApplication {
        environment {
            config = MapApplicationConfig(
                "jwt.secret" to "test-secret",
                "jwt.issuer" to "http://localhost/",
                "jwt.audience" to "quiz",
            )
        }
        val answer = client.get("/questions") {
            bearerAuth("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0LyIsImF1ZCI6InF1aXoiLCJ1c2VybmFtZSI6ImJvIiwiZXhwIjoxNjAwMDAwMDAwfQ.O0s4ml8wAfM4LKwYeZByPqeg02BMy9ZI5WcGWYPn-4s")
        }
        assertEquals(HttpStatusCode.Unauthorized, answer.status)
    }
}
