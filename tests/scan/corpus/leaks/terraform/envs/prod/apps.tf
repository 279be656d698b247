module "network" {
  source = "../../modules/network"
  cidr   = "10.60.0.0/16"
}

module "database" {
  source   = "../../modules/database"
  subnets  = module.network.private_subnets
  password = random_password.database.result
}

resource "random_password" "database" {
  length = 32
}

locals {
  common_env = {
    STAGE     = "prod"
    LOG_LEVEL = "info"
  }

  auth_env = merge(local.common_env, {
    JWT_ALGORITHM      = "HS256"
    JWT_SECRET         = "vTDRuFhmJrcOiIuwbvbQynWlcQ2SXDH0KEt96EbC0Lk="
    REFRESH_JWT_SECRET = "refresh_secret"
  })
}

resource "azurerm_linux_web_app" "auth" {
  name                = "groyne-auth"
  resource_group_name = var.resource_group
  location            = var.location
  service_plan_id     = azurerm_service_plan.main.id

  site_config {
    always_on = true
    application_stack { dotnet_version = "8.0" }
  }

  app_settings = {
    "Jwt__Issuer"   = "https://groyne.example"
    "Jwt__Key"      = "shingle|tide|timber|bolt"
    "WEBSITE_RUN"   = "1"
  }
}

resource "google_cloud_run_v2_service" "api" {
  name     = "groyne-api"
  location = "europe-west1"

  template {
    containers {
      image = "europe-west1-docker.pkg.dev/groyne/api/api:1.4"
      env {
        name  = "TOKEN_SECRET"
        value = "aYoEwgLkUGD0llllBST7IdwBhHGaoYbu"
      }
      env {
        name = "DATABASE_URL"
        value_source {
          secret_key_ref {
            secret  = google_secret_manager_secret.database.secret_id
            version = "latest"
          }
        }
      }
    }
  }
}

resource "helm_release" "gateway" {
  name  = "gateway"
  chart = "../../charts/gateway"

  set_sensitive {
    name  = "jwt.secret"
    value = "sea wall, sea holly, sea kale"
  }
  set {
    name  = "replicaCount"
    value = 3
  }
}
