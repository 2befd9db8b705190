"""SQL scripts as tables, columns and keys, whatever the product."""

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

ORACLE = """PROMPT Don't panic
-- customers, VARCHAR(MAX) was considered
CREATE TABLE crm.customers (
  customer_id   NUMBER(10) GENERATED ALWAYS AS IDENTITY NOT NULL,
  email         VARCHAR2(255 CHAR) NOT NULL, -- login
  balance       NUMBER(12,2) DEFAULT 0,
  "Date"        TIMESTAMP WITH LOCAL TIME ZONE,
  created_by    VARCHAR2(30),
  deleted_at    DATE,
  CONSTRAINT pk_customers PRIMARY KEY (customer_id),
  CONSTRAINT ck CHECK (email LIKE '%@%;')
) TABLESPACE users
/
COMMENT ON COLUMN crm.customers.email IS 'The customer''s login';
ALTER TABLE crm.orders ADD CONSTRAINT fk_cust FOREIGN KEY (customer_id)
  REFERENCES crm.customers (customer_id) ON DELETE CASCADE;
ALTER TABLE crm.orders ADD (note VARCHAR2(10), paid CHAR(1));
CREATE OR REPLACE FORCE VIEW crm.open_orders AS
  SELECT o.id FROM crm.orders o
  JOIN crm.customers c ON c.customer_id = o.customer_id;
CREATE UNIQUE INDEX crm.ix_mail ON crm.customers (LOWER(email), balance);
CREATE SEQUENCE crm.seq_orders START WITH 1;
CREATE PUBLIC DATABASE LINK hr_link CONNECT TO hr IDENTIFIED BY "secret" USING 'HRPROD';
CREATE OR REPLACE PACKAGE BODY p AS BEGIN NULL; END;
/
CREATE OR REPLACE TRIGGER crm.tr_a BEFORE INSERT ON crm.orders FOR EACH ROW
BEGIN :new.id := crm.seq_orders.nextval; END;
/
"""
MYSQL = """-- MySQL dump 10.13  Distrib 8.0.32, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	5.7.41-log

DROP TABLE IF EXISTS `orders`;
CREATE TABLE `orders` (
  `id` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'it\\'s; the id',
  `iban` varchar(34) CHARACTER SET utf8 DEFAULT NULL,
  `total_price` decimal(10,2) NOT NULL,
  `status` enum('open','paid') NOT NULL,
  `key` varchar(3),
  PRIMARY KEY (`id`),
  KEY `ix_status` (`status`),
  CONSTRAINT `fk` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='all orders';
INSERT INTO `orders` VALUES (1,'CREATE TABLE x (a int);',2);
"""
SQL_SERVER = """SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[Employee Data](
    [Id] [int] IDENTITY(1,1) NOT NULL,
    [Name] [nvarchar](max) NULL,
    [Salary] [money] NULL,
    [DeptId] [int] NOT NULL REFERENCES [dbo].[Dept]([Id]),
 CONSTRAINT [PK_E] PRIMARY KEY CLUSTERED ([Id] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]
) ON [PRIMARY]
GO
ALTER TABLE [dbo].[Employee Data]  WITH CHECK ADD  CONSTRAINT [FK_x] FOREIGN KEY([BossId])
REFERENCES [dbo].[Employee Data] ([Id])
GO
CREATE TABLE #tmp (a int)
CREATE PROCEDURE dbo.usp_Pay @id int AS
BEGIN
  SELECT 1
END
GO
"""
POSTGRES = """CREATE SCHEMA IF NOT EXISTS app;
CREATE TABLE IF NOT EXISTS app.users (
    id bigserial PRIMARY KEY,
    tags text[] NOT NULL DEFAULT '{}',
    amount numeric(12, 2),
    profile jsonb,
    born date,
    at timestamp with time zone DEFAULT now(),
    code character varying(10) NOT NULL
);
CREATE FUNCTION app.f() RETURNS trigger AS $body$
BEGIN
  CREATE TABLE fake (a int); -- don't
END;
$body$ LANGUAGE plpgsql;
CREATE MATERIALIZED VIEW app.v AS SELECT * FROM app.users;
CREATE TABLE broken (
  a int,
  b text
CREATE TABLE next_one (x int);
CREATE TYPE mood AS ENUM ('sad', 'ok');
"""
DB2 = """CREATE TABLE PROD.CLAIMS
  (CLAIM_NO   CHAR(10) NOT NULL,
   MEMBER_SSN CHAR(9) FOR BIT DATA,
   PAID_AMT   DECIMAL(11, 2) NOT NULL WITH DEFAULT,
   PRIMARY KEY (CLAIM_NO),
   FOREIGN KEY FK1 (MEMBER_ID) REFERENCES PROD.MEMBER ON DELETE RESTRICT)
  IN DBCLM.TSCLM CCSID EBCDIC;
"""


def test_oracle() -> None:
    """Tables with their columns and keys, views, indexes and links; remarks, strings and bodies say nothing."""
    page = page_of("crm.sql", ORACLE)
    assert glosses(page, ElementKind.DATA) == [
        "table crm.customers columns customer_id, email, balance, Date, created_by, deleted_at primary key customer_id",
        "column customer_id table crm.customers type NUMBER(10) key primary",
        "column email table crm.customers type VARCHAR2(255 CHAR)",
        "column balance table crm.customers type NUMBER(12,2) role money",
        "column Date table crm.customers type TIMESTAMP WITH LOCAL TIME ZONE",
        "column created_by table crm.customers type VARCHAR2(30) role audit",
        "column deleted_at table crm.customers type DATE role soft delete",
        "column comment email table crm.customers comment The customer''s login",
        "column note table crm.orders type VARCHAR2(10)",
        "column paid table crm.orders type CHAR(1)",
        "view crm.open_orders",
        "sequence crm.seq_orders",
    ]
    assert glosses(page, ElementKind.RELATION) == [
        "crm.orders foreign key crm.customers column customer_id refers to customer_id",
        "crm.open_orders reads crm.orders",
        "crm.open_orders reads crm.customers",
    ]
    assert glosses(page, ElementKind.SETTING) == [
        "dialect Oracle Database",
        "index crm.ix_mail table crm.customers columns LOWER, balance",
        "database link hr_link",
    ]
    assert "email         VARCHAR2(255 CHAR) NOT NULL, -- login" in quotes(page)
    assert not [quote for quote in quotes(page) if "secret" in quote]


def test_mysql_dump() -> None:
    """A dump names its server's version; its rows say nothing."""
    page = page_of("shop.sql", MYSQL)
    assert glosses(page) == [
        "dialect MySQL 5.7.41",
        "table orders columns id, iban, total_price, status, key primary key id comment all orders",
        "column id table orders type int unsigned key primary comment it\\'s; the id",
        "column iban table orders type varchar(34)",
        "column total_price table orders type decimal(10,2) role money",
        "column status table orders type enum('open','paid')",
        "column key table orders type varchar(3)",
        "orders foreign key customers column customer_id refers to id",
    ]


def test_sql_server() -> None:
    """Batches without semicolons, names in brackets; temporary tables are left out."""
    page = page_of("hr.sql", SQL_SERVER)
    assert glosses(page)[1:] == [
        "table dbo.Employee Data columns Id, Name, Salary, DeptId primary key Id",
        "column Id table dbo.Employee Data type int key primary",
        "column Name table dbo.Employee Data type nvarchar(max)",
        "column Salary table dbo.Employee Data type money role money",
        "column DeptId table dbo.Employee Data type int",
        "dbo.Employee Data foreign key dbo.Dept column DeptId refers to Id",
        "dbo.Employee Data foreign key column BossId refers to Id",
        "procedure dbo.usp_Pay",
    ]
    assert page.elements[0].technology == "SQL Server"


def test_postgresql() -> None:
    """Bodies between dollars are passed over, and a bracket that is never closed costs one table only."""
    page = page_of("app.sql", POSTGRES)
    tables = [element.name for element in page.elements if element.type == "table"]
    assert tables == ["app.users", "broken", "next_one"]
    assert "column at table app.users type timestamp with time zone" in glosses(page)
    assert "function app.f" in glosses(page)
    assert glosses(page, ElementKind.RELATION) == ["app.v reads app.users"]


def test_db2() -> None:
    """Keys without a name of their own, and the product by its code pages."""
    page = page_of("claims.ddl", DB2)
    assert "PROD.CLAIMS foreign key PROD.MEMBER column MEMBER_ID" in glosses(page)
    assert glosses(page, ElementKind.SETTING) == ["dialect Db2"]


def test_a_product_is_named_only_when_it_is_certain() -> None:
    """Plain SQL, words in a comment, and marks of two products name none."""
    for text in (
        "CREATE TABLE a (b INT);",
        "-- was VARCHAR2(10)\nCREATE TABLE a (b INT DEFAULT 'ENGINE=InnoDB');",
        "CREATE TABLE a (b VARCHAR2(3));\nCREATE TABLE c (d JSONB);",
    ):
        assert not [element for element in page_of("a.sql", text).elements if element.technology]
