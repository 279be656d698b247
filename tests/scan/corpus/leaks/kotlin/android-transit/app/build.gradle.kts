plugins {
    id("com.android.application")
    kotlin("android")
}

android {
    namespace = "org.example.transit"
    compileSdk = 34

    defaultConfig {
        applicationId = "org.example.transit"
        minSdk = 24
        versionCode = 7031
        versionName = "7.3.1"
        buildConfigField("String", "JWT_SECRET", "\"kmscd0dtgh3gds8ykcsvo0bv631cg6q15ie4\"")
        buildConfigField("String", "API_HOST", "\"rt.transit.example\"")
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
        }
    }
}

dependencies {
    implementation("com.squareup.retrofit2:retrofit:2.9.0")
}
