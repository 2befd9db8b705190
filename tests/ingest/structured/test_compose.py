"""Compose files and Dockerfiles as services, images and dependencies."""

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

COMPOSE = """# the shop
services:
  orders-db:
    image: registry.example.com:5000/library/postgres:13.4-alpine
    restart: always
    ports:
      - "127.0.0.1:5432:5432"
  shop:
    build: .
    depends_on:
      orders-db:
        condition: service_healthy
  events:
    image: "${EVENTS_IMAGE}"
volumes:
  pgdata: {}
"""
DOCKERFILE = """# syntax=docker/dockerfile:1
FROM --platform=linux/amd64 maven:3.9-eclipse-temurin-17 AS build
RUN mvn package
FROM build AS test
FROM eclipse-temurin:17.0.9_9-jre
EXPOSE 8080
"""


def test_a_compose_file() -> None:
    """Services with product, version and port, quoted from their lines; dependencies and volumes."""
    page = page_of("deploy/docker-compose.prod.yml", COMPOSE)
    assert glosses(page) == [
        "service orders-db postgres 13.4 port 5432 restart always",
        "service shop",
        "shop depends on orders-db",
        "service events image ${EVENTS_IMAGE}",
        "volume pgdata",
    ]
    assert quotes(page, ElementKind.RELATION) == ["orders-db:"]
    assert quotes(page)[0].splitlines()[1].strip() == "image: registry.example.com:5000/library/postgres:13.4-alpine"


def test_a_dockerfile() -> None:
    """Base images count, stages do not."""
    page = page_of("Dockerfile", DOCKERFILE)
    assert glosses(page) == [
        "base image maven:3.9-eclipse-temurin-17 maven 3.9",
        "base image eclipse-temurin:17.0.9_9-jre eclipse-temurin 17.0.9",
        "port 8080",
    ]
    assert quotes(page, ElementKind.SETTING) == ["EXPOSE 8080"]


def test_other_yaml_has_no_services() -> None:
    """A list of services in some other file is no Compose file, and a broken one is read as lines all the same."""
    assert page_of("notes.yml", "owner: me\nservices: [a, b]\n").elements == ()
    page = page_of("docker-compose.yml", "services:\n  a:\n    image: redis:7\n  b: [\n")
    assert len(page.blocks) == 4


def test_a_variable_stands_for_its_default() -> None:
    """What an image is unless somebody sets another is what the file says."""
    page = page_of("compose.yaml", 'services:\n  db:\n    image: "${REGISTRY:-docker.io}/postgres:${PG:-13.4}-alpine"\n')
    assert [(one.technology, one.version) for one in page.elements] == [("postgres", "13.4")]
    page = page_of("Dockerfile", "ARG V=9.0\nARG OTHER\nFROM tomcat:${V}-jre8\nFROM node:$OTHER\n")
    assert [(one.technology, one.version) for one in page.elements] == [("tomcat", "9.0")]
