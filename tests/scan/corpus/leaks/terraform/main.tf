terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.30"
    }
  }
}

provider "aws" {
  region = var.region
}

resource "aws_ecs_task_definition" "api" {
  family                   = "coppice-api"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024

  container_definitions = jsonencode([
    {
      name  = "api"
      image = "${aws_ecr_repository.api.repository_url}:${var.tag}"
      environment = [
        { name = "STAGE", value = var.stage },
        { name = "JWT_SECRET", value = "changeme123" },
        { name = "JWT_ISSUER", value = "coppice" },
      ]
      portMappings = [{ containerPort = 8080 }]
    }
  ])
}
