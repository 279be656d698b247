import java.util.Properties

plugins {
    id("com.android.application")
    kotlin("android")
}

val local = Properties().apply {
    rootProject.file("local.properties").takeIf { it.exists() }?.inputStream()?.use { load(it) }
}

android {
    namespace = "org.example.transit"
    defaultConfig {
        applicationId = "org.example.transit"
        buildConfigField("String", "JWT_SECRET", "\"${local.getProperty("jwt.secret") ?: System.getenv("JWT_SECRET")}\"")
        buildConfigField("String", "TOKEN_HEADER", "\"X-Transit-Token\"")
    }
    signingConfigs {
        create("release") {
            storePassword = System.getenv("STORE_PASSWORD")
            keyAlias = "transit"
            keyPassword = providers.gradleProperty("keyPassword").orNull
        }
    }
}
