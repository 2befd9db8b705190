"""Terraform files as providers, resources, settings and references."""

import time

import pytest

from rag.ingest.element import ElementKind
from rag.ingest.structured.hcl import parse_hcl
from tests.ingest.structured.facts import glosses, page_of, quotes

MAIN = """terraform {
  required_version = ">= 1.5.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
  backend "s3" {
    bucket = "acme-state"
    region = "eu-central-1"
  }
}

variable "region" {
  description = "where { it } runs"
  default     = "eu-central-1"
}
variable "db_password" {
  default = "hunter2-very-secret"
}

provider "aws" {
  region = var.region # Frankfurt
}

/* the database of record
   resource "aws_db_instance" "old" {} */
resource "aws_db_instance" "orders" {
  identifier              = "orders-db"
  engine                  = "postgres"
  engine_version          = "13.7"
  instance_class          = "db.r6g.large"
  multi_az                = true
  backup_retention_period = 14
  publicly_accessible     = false
  storage_encrypted       = true
  password                = "hunter2-very-secret"
  vpc_security_group_ids  = [aws_security_group.db.id]
  db_subnet_group_name    = aws_db_subnet_group.main.name
}

resource "aws_lambda_function" "resize" {
  function_name = "resize"
  runtime       = "python3.9"
  memory_size   = 512
  environment {
    variables = {
      TABLE = "${aws_dynamodb_table.images.name}-{x}"
    }
  }
  policy = <<-EOT
    resource "aws_s3_bucket" "not_one" {
    }
  EOT
}

resource "google_sql_database_instance" "reports" {
  database_version = "MYSQL_8_0"
  settings {
    tier = "db-f1-micro"
    ip_configuration { ipv4_enabled = false }
  }
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.2"
  cidr    = "10.0.0.0/16"
}
"""


def test_a_configuration() -> None:
    """Versions, region, databases with what protects them, functions, modules; no comment, text or password is taken."""
    page = page_of("infra/main.tf", MAIN)
    assert glosses(page, ElementKind.SYSTEM) == [
        "aws_db_instance orders postgres 13.7 identifier orders-db instance_class db.r6g.large multi_az true"
        " backup_retention_period 14 publicly_accessible false storage_encrypted true",
        "aws_lambda_function resize python 3.9 memory_size 512",
        "google_sql_database_instance reports mysql 8.0 tier db-f1-micro",
        "module vpc source terraform-aws-modules/vpc/aws version 5.1.2",
    ]
    assert glosses(page, ElementKind.SETTING) == [
        "state backend s3 region eu-central-1",
        "variable region value eu-central-1",
        "provider aws region eu-central-1",
    ]
    assert glosses(page, ElementKind.PACKAGE) == ["tool terraform 1.5.0", "provider plugin hashicorp/aws range ~> 5.0"]
    assert glosses(page, ElementKind.RELATION) == [
        "orders refers to (vpc_security_group_ids) aws_security_group.db",
        "orders refers to (db_subnet_group_name) aws_db_subnet_group.main",
        "resize refers to (variables) aws_dynamodb_table.images",
    ]
    assert quotes(page, ElementKind.SYSTEM)[0] == (
        'resource "aws_db_instance" "orders" {\n  identifier              = "orders-db"\n'
        '  engine                  = "postgres"\n  engine_version          = "13.7"'
    )
    assert quotes(page, ElementKind.RELATION)[2] == 'TABLE = "${aws_dynamodb_table.images.name}-{x}"'
    assert "hunter2" not in "".join(glosses(page) + quotes(page))


def test_variables_of_an_environment() -> None:
    """A .tfvars file gives its literal values, but for secrets."""
    page = page_of("prod.tfvars", 'instance_count = 3\nregion = "westeurope"\nadmin_password = "x1y2"\nzones = ["1"]\n')
    assert glosses(page) == ["variable instance_count value 3", "variable region value westeurope"]


@pytest.mark.parametrize(
    "text",
    [
        'resource "a_b" "c" {' * 6_000,
        "a = " + "[" * 20_000,
        "a = " + "[\n" * 20_000,
        'a = "' + "${" * 20_000,
        "a = <<EOT\n" * 10_000,
        "/*" * 20_000,
        "x " * 20_000,
        'x = "\n' * 20_000,
        "}" * 20_000,
        'a "' * 12_000,
    ],
)
def test_hostile_files(text: str) -> None:
    """What is never closed costs no more than reading it."""
    begun = time.process_time()
    parse_hcl(text)
    page_of("a.tf", text)
    assert time.process_time() - begun < 5
