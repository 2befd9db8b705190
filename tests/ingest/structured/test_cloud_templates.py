"""CloudFormation, SAM, ARM and Bicep as resources and references."""

import json

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

STACK = """AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  InstanceClass:
    Type: String
    Default: db.t3.medium
  MasterPassword:
    Type: String
    NoEcho: true
    Default: hunter2-very-secret
Resources:
  OrdersDb:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      EngineVersion: "13.7"
      DBInstanceClass: !Ref InstanceClass
      MultiAZ: true
      BackupRetentionPeriod: 7
      PubliclyAccessible: false
      MasterUserPassword: !Ref MasterPassword
      VPCSecurityGroups:
        - !GetAtt DbGroup.GroupId
  DbGroup:
    Type: AWS::EC2::SecurityGroup
  Resize:
    Type: AWS::Serverless::Function
    DependsOn: OrdersDb
    Properties:
      Runtime: nodejs16.x
      MemorySize: 512
      Environment:
        Variables:
          BUCKET: !Sub "${Images}-v1"
  Images:
    Type: AWS::S3::Bucket
"""
ARM = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "parameters": {"place": {"type": "string", "defaultValue": "westeurope"}},
    "resources": [
        {
            "type": "Microsoft.DBforPostgreSQL/flexibleServers",
            "apiVersion": "2022-12-01",
            "name": "orders-db",
            "location": "[parameters('place')]",
            "sku": {"name": "Standard_D2s_v3", "tier": "GeneralPurpose"},
            "properties": {
                "version": "13",
                "administratorLoginPassword": "hunter2-very-secret",
                "highAvailability": {"mode": "ZoneRedundant"},
                "backup": {"backupRetentionDays": 14},
            },
            "dependsOn": ["[resourceId('Microsoft.Network/virtualNetworks', 'main')]"],
        }
    ],
}
BICEP = """param location string = 'westeurope'
@secure()
param adminPassword string = 'hunter2-very-secret'

resource plan 'Microsoft.Web/serverfarms@2022-09-01' = {
  name: 'shop-plan'
  location: location
  sku: {
    name: 'P1v3'
    capacity: 2 // two machines
  }
}

resource web 'Microsoft.Web/sites@2022-09-01' = {
  name: 'shop'
  location: location
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      linuxFxVersion: 'NODE|18-lts'
    }
  }
}

module db './db.bicep' = {
  name: 'db'
}
"""


def test_cloudformation() -> None:
    """Engines, sizes through parameters, functions, and references by any of their spellings."""
    page = page_of("stack.yaml", STACK)
    assert glosses(page) == [
        "parameter InstanceClass value db.t3.medium",
        "AWS::RDS::DBInstance OrdersDb postgres 13.7 DBInstanceClass db.t3.medium MultiAZ true BackupRetentionPeriod 7"
        " PubliclyAccessible false",
        "OrdersDb refers to DbGroup",
        "AWS::EC2::SecurityGroup DbGroup",
        "AWS::Serverless::Function Resize nodejs 16 MemorySize 512",
        "Resize depends on OrdersDb",
        "Resize refers to Images",
        "AWS::S3::Bucket Images",
    ]
    assert quotes(page, ElementKind.SYSTEM)[0] == (
        'OrdersDb:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      EngineVersion: "13.7"'
    )
    assert quotes(page, ElementKind.RELATION) == [
        "- !GetAtt DbGroup.GroupId",
        "DependsOn: OrdersDb",
        'BUCKET: !Sub "${Images}-v1"',
    ]


def test_cloudformation_in_json() -> None:
    """The same in JSON."""
    stack = {"Resources": {"A": {"Type": "AWS::Lambda::Function", "Properties": {"Role": {"Fn::GetAtt": ["B", "Arn"]}}}}}
    stack["Resources"]["B"] = {"Type": "AWS::IAM::Role"}
    assert glosses(page_of("stack.json", json.dumps(stack, indent=1)), ElementKind.RELATION) == ["A refers to B"]


def test_arm() -> None:
    """Servers with version, place, size and what they need."""
    page = page_of("azuredeploy.json", json.dumps(ARM, indent=2))
    assert glosses(page) == [
        "Microsoft.DBforPostgreSQL/flexibleServers orders-db 13 location westeurope sku name Standard_D2s_v3"
        " tier GeneralPurpose mode ZoneRedundant backupRetentionDays 14",
        "orders-db depends on Microsoft.Network/virtualNetworks main",
    ]
    assert quotes(page, ElementKind.RELATION) == ["\"[resourceId('Microsoft.Network/virtualNetworks', 'main')]\""]


def test_bicep() -> None:
    """Resources, modules and what refers to what."""
    page = page_of("main.bicep", BICEP)
    assert glosses(page) == [
        "parameter location value westeurope",
        "Microsoft.Web/serverfarms plan name shop-plan location westeurope name P1v3 capacity 2",
        "Microsoft.Web/sites web node 18 name shop location westeurope httpsOnly true",
        "web refers to (serverFarmId) plan",
        "module db source ./db.bicep",
    ]
    assert "hunter2" not in "".join(glosses(page) + quotes(page))
