"""Settings of applications, and the secrets beside them that nobody may find."""

import json

import pytest

from tests.ingest.structured.facts import glosses, page_of, quotes

ENV = """# production
DB_CONNECTION=pgsql
DB_HOST=orders-db.internal
DB_PASSWORD=hunter2
DATABASE_URL=postgres://shop:hunter2@orders-db/orders
READ_URL="postgresql://shop:${DB_PASSWORD}@replica/orders"
export AWS_REGION=eu-central-1
REDIS_HOST=redis:6379
SENTRY_DSN=https://0123456789abcdef@o1.ingest.sentry.io/1
SLACK_WEBHOOK_URL=https://hooks.slack.com/services/T0/B0/hunter2
APP_DEBUG=false
"""
PROPERTIES = """spring.datasource.url=jdbc:postgresql://orders-db:5432/orders
spring.datasource.password=hunter2
spring.datasource.driver-class-name=com.mysql.cj.jdbc.Driver
legacy.url=jdbc:sqlserver://old-db;user=sa;password=hunter2
oracle.url=jdbc:oracle:thin:scott/hunter2@//ora:1521/X
spring.kafka.bootstrap-servers=kafka-1.internal:9092,kafka-2.internal:9092
server.port=8080
"""
APPSETTINGS = {
    "ConnectionStrings": {
        "Orders": "Server=db01;Database=Orders;Trusted_Connection=True",
        "Old": "Server=db02;User Id=sa;Password=hunter2",
    },
    "Storage": {"Region": "westeurope", "AccountKey": "hunter2hunter2"},
    "Broker": {"Url": "amqp://broker:5672"},
}
APPLICATION = """spring:
  data:
    mongodb:
      uri: mongodb://mongo.internal/shop
      password: hunter2
  cloud:
    aws:
      region: eu-west-1
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            ".env.production",
            ENV,
            [
                "setting DB_CONNECTION pgsql value pgsql",
                "setting DB_HOST value orders-db.internal",
                "setting READ_URL postgresql value postgresql://replica/orders",
                "setting AWS_REGION value eu-central-1",
                "setting REDIS_HOST redis value redis:6379",
            ],
        ),
        (
            "src/main/resources/application.properties",
            PROPERTIES,
            [
                "setting spring.datasource.url postgresql value jdbc:postgresql://orders-db:5432/orders",
                "setting spring.datasource.driver-class-name mysql value com.mysql.cj.jdbc.Driver",
                "setting spring.kafka.bootstrap-servers value kafka-1.internal:9092,kafka-2.internal:9092",
                "setting server.port value 8080",
            ],
        ),
        (
            "appsettings.Production.json",
            json.dumps(APPSETTINGS, indent=2),
            [
                "setting ConnectionStrings.Orders value Server=db01;Database=Orders;Trusted_Connection=True",
                "setting Storage.Region value westeurope",
                "setting Broker.Url amqp value amqp://broker:5672",
            ],
        ),
        (
            "application-prod.yml",
            APPLICATION,
            [
                "setting spring.data.mongodb.uri mongodb value mongodb://mongo.internal/shop",
                "setting spring.cloud.aws.region value eu-west-1",
            ],
        ),
        ("app.ini", "[database]\nhost = db.internal\npwd = hunter2\n", ["setting database.host value db.internal"]),
    ],
)
def test_settings(name: str, text: str, expected: list[str]) -> None:
    """Hosts, regions and engines are found; a line with a secret gives neither value nor place."""
    page = page_of(name, text)
    assert glosses(page) == expected
    assert "hunter2" not in "".join(quotes(page))
