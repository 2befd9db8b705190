"""OpenAPI, AsyncAPI, JSON Schema and Avro as operations, channels, entities and fields."""

import json

import yaml

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

OPENAPI = """openapi: 3.0.3
info:
  title: Orders API
  version: 1.4.0
  description: |
    Orders of the shop.
servers:
  - url: https://api.example.com/v1
    description: production
security:
  - oauth: [orders]
paths:
  /orders:
    get:
      tags: [Orders]
      summary: List orders
      operationId: listOrders
    post:
      tags: [Orders]
      operationId: createOrder
      security: []
  /orders/{id}:
    parameters:
      - {name: id, in: path}
    get:
      deprecated: true
      responses: {}
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://x, scopes: {}}
    key: {type: apiKey, in: header, name: X-Api-Key}
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id:
          type: string
          format: uuid
        customer: {$ref: '#/components/schemas/Customer'}
        lines:
          type: array
          items:
            type: object
            properties:
              sku: {type: string}
    Special:
      allOf:
        - $ref: '#/components/schemas/Order'
        - properties:
            discount: {type: number}
"""
EVENTS = """asyncapi: 2.6.0
info: {title: Shop events, version: 2.0.0}
servers:
  prod:
    url: broker.example.com:9092
    protocol: kafka-secure
channels:
  orders.created:
    description: Each new order.
    publish:
      operationId: onOrder
      message:
        $ref: '#/components/messages/OrderCreated'
components:
  messages:
    OrderCreated:
      payload:
        type: object
        properties: {id: {type: string}}
"""
EVENTS_3 = """asyncapi: 3.0.0
info:
  title: Lights
  version: 1.0.0
servers:
  main: {host: 'mqtt.example.com', protocol: mqtt}
channels:
  lightOn:
    address: light/{id}/on
    messages:
      turnOn: {$ref: '#/components/messages/turnOn'}
operations:
  sendTurnOn:
    action: send
    channel:
      $ref: '#/channels/lightOn'
"""
AVRO = """{
  "type": "record",
  "name": "Payment",
  "namespace": "com.example",
  "fields": [
    {"name": "id", "type": "string"},
    {"name": "iban", "type": ["null", "string"], "doc": "of the payer"},
    {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10}},
    {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["OPEN", "DONE"]}}
  ]
}
"""
SCHEMA = """{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Customer",
  "type": "object",
  "properties": {"email": {"type": "string", "format": "email"}},
  "definitions": {"Address": {"type": "object", "properties": {"zip": {"type": "string"}}}}
}
"""


def test_openapi() -> None:
    """Title, servers, operations, sign-in and entities, each quoted from the lines that say it."""
    page = page_of("orders.yaml", OPENAPI)
    assert glosses(page)[:7] == [
        "API Orders API version 1.4.0 format 3.0.3 description Orders of the shop.",
        "server https://api.example.com/v1 description production",
        "operation GET /orders summary List orders id listOrders tags Orders security oauth",
        "operation POST /orders id createOrder tags Orders",
        "operation GET /orders/{id} security oauth deprecated true",
        "security scheme oauth OAuth 2.0 kind oauth2 flows clientCredentials",
        "security scheme key kind apiKey in header header X-Api-Key",
    ]
    assert glosses(page, ElementKind.DATA) == [
        "schema Order type object fields id, customer, lines, sku required id",
        "field id in Order type string uuid",
        "field customer in Order type Customer",
        "field lines in Order type array of object",
        "field sku in Order type string",
        "schema Special fields discount",
        "field discount in Special type number",
    ]
    assert quotes(page, ElementKind.INTERFACE)[0] == "/orders:\n    get:\n      tags: [Orders]\n      summary: List orders"


def test_openapi_on_one_line() -> None:
    """A description in JSON without line breaks says the same, quoted by its own words."""
    page = page_of("orders.json", json.dumps(yaml.safe_load(OPENAPI)))
    assert glosses(page) == glosses(page_of("orders.yaml", OPENAPI))
    assert quotes(page, ElementKind.INTERFACE)[1] == '"post": {"tags": ["Orders"], "operationId": "createOrder"'


def test_swagger_2() -> None:
    """The older version has a host instead of servers, and definitions."""
    text = "swagger: '2.0'\nhost: api.example.com\nbasePath: /v2\nschemes: [https]\n"
    text += "definitions:\n  Pet:\n    properties:\n      tag: {type: string}\n"
    assert glosses(page_of("pets.yaml", text)) == [
        "server api.example.com base path /v2 schemes https",
        "schema Pet fields tag",
        "field tag in Pet type string",
    ]


def test_asyncapi() -> None:
    """Brokers with their protocol, channels, operations and messages."""
    assert glosses(page_of("events.yaml", EVENTS)) == [
        "event API Shop events version 2.0.0 format 2.6.0",
        "server prod kafka url broker.example.com:9092 protocol kafka-secure",
        "channel orders.created description Each new order.",
        "operation publish orders.created id onOrder message OrderCreated",
        "message OrderCreated payload object fields id",
    ]
    assert glosses(page_of("events.yaml", EVENTS_3))[1:] == [
        "server main mqtt url mqtt.example.com protocol mqtt",
        "channel lightOn address light/{id}/on messages turnOn",
        "operation sendTurnOn action send channel lightOn",
    ]


def test_avro() -> None:
    """Records and their fields, nested enumerations included."""
    page = page_of("payment.avsc", AVRO)
    assert glosses(page) == [
        "avro record Payment namespace com.example fields id, iban, amount, status",
        "field id in Payment type string",
        "field iban in Payment type null string doc of the payer",
        "field amount in Payment type decimal",
        "field status in Payment type Status",
        "avro enum Status fields OPEN, DONE",
    ]
    assert quotes(page)[2] == '{"name": "iban", "type": ["null", "string"], "doc": "of the payer"},'


def test_json_schema() -> None:
    """The entity, its fields, and the entities defined beside it."""
    assert glosses(page_of("customer.schema.json", SCHEMA)) == [
        "schema Customer type object fields email",
        "field email in Customer type string email",
        "schema Address type object fields zip",
        "field zip in Address type string",
    ]


def test_other_json_says_nothing() -> None:
    """A file of data is none of these."""
    assert page_of("data.json", '{"paths": {"/a": {"get": {}}}, "title": "x"}').elements == ()
