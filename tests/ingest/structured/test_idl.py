"""GraphQL schemas and Protocol Buffers as operations, messages and fields."""

from tests.ingest.structured.facts import glosses, page_of, quotes

GRAPHQL = '''"""
The shop. type Fake { a: B }
"""
schema { query: RootQuery mutation: Mutation }
type RootQuery {
  "One order"
  order(id: ID!, deep: Boolean = true): Order @auth(requires: ADMIN)
  orders(
    first: Int
    after: String
  ): [Order!]!
}
type Mutation { cancel(id: ID!): Order! }
type Order implements Node & Audited @key(fields: "id") {
  id: ID! # key
  total: Float
}
enum Status { OPEN PAID }
union Any = Order | Status
input NewOrder
{
  sku: String!
}
'''
PROTO = """syntax = "proto3";
// service Fake { }
package shop.v1;
import "google/api/annotations.proto";
service Orders {
  rpc Get (GetRequest) returns (Order) {
    option (google.api.http) = { get: "/v1/orders/{id}" };
  }
  rpc Watch (stream GetRequest) returns (stream Order);
}
message Order {
  string id = 1;
  repeated Line lines = 2 [deprecated = true];
  map<string, int64> totals = 3;
  oneof payer { string email = 4; }
  message Line { int32 qty = 1; }
  enum Kind { A = 0; }
}
"""


def test_graphql() -> None:
    """The fields of the root types are operations, whatever these are called; comments and descriptions say nothing."""
    page = page_of("shop.graphqls", GRAPHQL)
    assert glosses(page) == [
        "query order GraphQL arguments id: ID!, deep: Boolean = true returns Order",
        "query orders GraphQL arguments first: Int after: String returns [Order!]!",
        "mutation cancel GraphQL arguments id: ID! returns Order!",
        "graphql type Order fields id, total",
        "field id in Order type ID!",
        "field total in Order type Float",
        "graphql enum Status fields OPEN, PAID",
        "graphql input NewOrder fields sku",
        "field sku in NewOrder type String!",
    ]
    assert quotes(page)[0] == "order(id: ID!, deep: Boolean = true): Order @auth(requires: ADMIN)"


def test_proto() -> None:
    """Services with their calls, messages with their fields."""
    page = page_of("orders.proto", PROTO)
    assert glosses(page)[:6] == [
        "grpc service Orders gRPC package shop.v1",
        "rpc Get in Orders request GetRequest response Order",
        "rpc Watch in Orders request stream GetRequest response stream Order",
        "message Order package shop.v1",
        "field id in Order type string",
        "field lines in Order type repeated Line",
    ]
    assert glosses(page)[7:] == [
        "field email in Order type string",
        "message Line package shop.v1",
        "field qty in Line type int32",
        "enum Kind package shop.v1",
    ]
    assert quotes(page)[1] == "rpc Get (GetRequest) returns (Order) {"
