"""Manifests of packages: what is depended on, in which lowest version, and on which runtime."""

import pytest

from rag.ingest.element import ElementKind
from rag.ingest.structured.packages import lowest
from tests.ingest.structured.facts import glosses, page_of, quotes

NPM = """{
  "name": "shop-web",
  "version": "3.1.0",
  "engines": { "node": ">=16.13 <19" },
  "packageManager": "pnpm@8.6.0",
  "scripts": { "build": "next build", "postinstall": "true" },
  "dependencies": {
    "react": "^17.0.2",
    "@acme/ui": "workspace:*",
    "left-pad": "git+https://user:token@git.example.com/left-pad.git"
  },
  "devDependencies": { "cypress": "~12.3.0 || ^13" }
}
"""
NPM_LOCK = """{
  "lockfileVersion": 3,
  "packages": {
    "": { "dependencies": { "react": "^17.0.2" } },
    "node_modules/react": {
      "version": "17.0.9",
      "resolved": "x"
    },
    "node_modules/loose-envify": { "version": "1.4.0" }
  }
}
"""
PIP = """# production
-r base.txt
Django[argon2]==4.2.1  # LTS
celery>=5.2,<6 ; python_version > "3.8"
requests
psycopg2-binary ~= 2.9
"""
PYPROJECT = """[project]
name = "orders"
requires-python = ">=3.9"
dependencies = [
    "fastapi>=0.95", # not "flask==1"
    'sqlalchemy[asyncio]~=2.0',
]

[project.optional-dependencies]
test = ["pytest==7.4"]

[tool.poetry.dependencies]
python = "^3.10"
uvicorn = { version = "^0.22", extras = ["standard"] }
"my.pkg" = "*"

[tool.other]
dependencies = ["not-one==1"]
text = \"\"\"
[project]
dependencies = ["nor-this==2"]
\"\"\"
"""
SETUP = "[metadata]\nname = x\n\n[options]\npython_requires = >=3.7\ninstall_requires =\n    flask>=2.0\n    click==8.1.3\n"
POM = """<?xml version="1.0"?>
<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>2.7.3</version>
  </parent>
  <artifactId>orders</artifactId>
  <properties>
    <java.version>11</java.version>
    <camel.version>3.14.1</camel.version>
  </properties>
  <dependencies>
    <!-- <dependency><artifactId>gone</artifactId></dependency> -->
    <dependency>
      <groupId>org.apache.camel</groupId>
      <artifactId>camel-core</artifactId>
      <version>${camel.version}</version>
    </dependency>
    <dependency>
      <groupId>junit</groupId>
      <artifactId>junit</artifactId>
      <scope>test</scope>
    </dependency>
  </dependencies>
</project>
"""
GRADLE = """plugins {
    id("org.springframework.boot") version "2.6.4"
    kotlin("jvm") version "1.8.0"
}
ext.hibernateVersion = '5.6.9.Final'
java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }
sourceCompatibility = '1.8'
dependencies {
    implementation 'org.apache.kafka:kafka-clients:3.1.0'
    implementation "org.hibernate:hibernate-core:$hibernateVersion"
    testImplementation(platform("org.junit:junit-bom:5.9.2"))
    api group: 'log4j', name: 'log4j', version: '1.2.17'
}
"""
GO = "module example.com/x\n\ngo 1.19\nrequire (\n\tgithub.com/gin-gonic/gin v1.8.1\n\tgolang.org/x/net v0.1.0 // indirect\n)\n"
COMPOSER = '{"require": {"php": "^7.4 || ^8.0", "ext-json": "*", "laravel/framework": "^9.19"}, "require-dev": {"a/b": "1.x"}}'
GEMFILE = "source 'https://rubygems.org'\nruby '3.0.4'\ngem 'rails', '~> 6.1.7', '>= 6.1.7.1'\ngem \"puma\"\n"
GEM_LOCK = """GEM
  remote: https://rubygems.org/
  specs:
    rack (2.2.4)
    rails (6.1.7)
      rack (~> 2.0)

DEPENDENCIES
  rails (~> 6.1)
"""
CSPROJ = """<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net6.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Serilog" Version="2.12.0" />
    <ProjectReference Include="..\\Core\\Core.csproj" />
  </ItemGroup>
</Project>
"""
OLD_CSPROJ = "<Project><PropertyGroup><TargetFrameworkVersion>v4.6.1</TargetFrameworkVersion></PropertyGroup></Project>"
CONFIG = '<packages>\n  <package id="jQuery" version="1.10.2" targetFramework="net461" />\n</packages>\n'
CARGO = '[package]\nname = "x"\nrust-version = "1.65"\n[dependencies]\nserde = { version = "1.0", features = ["derive"] }\n'
MIX = 'def deps do\n  [{:phoenix, "~> 1.6.2"}]\nend\ndef project, do: [elixir: "~> 1.12"]\n'


@pytest.mark.parametrize(
    ("spec", "version"),
    [
        *(
            ("^18.2.0", "18.2.0"),
            (">=3.2,<4", "3.2"),
            ("<4,>=3.2", "3.2"),
            ("~> 7.0", "7.0"),
            ("1.x", "1"),
            ("*", ""),
            ("<5", ""),
        ),
        *(("^18 || ^16.4", "16.4"), ("[1.0,2.0)", "1.0"), ("(,1.0]", ""), ("!=1.1", ""), ("2.7.3.RELEASE", "2.7.3")),
        *(("latest", ""), ("file:../x-1.2", ""), ("${x.version}", ""), ("git+https://a.example/b#1.2", ""), ("v1.2", "1.2")),
    ],
)
def test_the_lowest_version_of_a_range(spec: str, version: str) -> None:
    """The version that a range starts with; none where no lower end is given."""
    assert lowest(spec) == version


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "web/package.json",
            NPM,
            [
                "runtime node 16.13 range >=16.13 <19",
                "runtime pnpm 8.6.0",
                "npm script build runs next build",
                "npm dependency react 17.0.2 range ^17.0.2",
                "npm dependency @acme/ui range workspace:*",
                "npm dependency left-pad",
                "npm dependency cypress 12.3.0 for development range ~12.3.0 || ^13",
            ],
        ),
        ("package-lock.json", NPM_LOCK, ["npm dependency react 17.0.9"]),
        (
            "requirements-prod.txt",
            PIP,
            [
                "pip dependency Django django 4.2.1 range ==4.2.1",
                "pip dependency celery 5.2 range >=5.2,<6",
                "pip dependency requests",
                "pip dependency psycopg2-binary 2.9 range ~= 2.9",
            ],
        ),
        (
            "pyproject.toml",
            PYPROJECT,
            [
                "runtime python 3.9 range >=3.9",
                "pip dependency fastapi 0.95 range >=0.95",
                "pip dependency sqlalchemy 2.0 range ~=2.0",
                "pip dependency pytest 7.4 for test range ==7.4",
                "runtime python 3.10 range ^3.10",
                "pip dependency uvicorn 0.22 range ^0.22",
                "pip dependency my.pkg range *",
            ],
        ),
        (
            "Pipfile",
            '[packages]\ndjango = "==3.2"\n[requires]\npython_version = "3.8"\n',
            ["pip dependency django 3.2 range ==3.2", "runtime python 3.8"],
        ),
        (
            "setup.cfg",
            SETUP,
            [
                "runtime python 3.7 range >=3.7",
                "pip dependency flask 2.0 range >=2.0",
                "pip dependency click 8.1.3 range ==8.1.3",
            ],
        ),
        (
            "orders/pom.xml",
            POM,
            [
                "Maven parent org.springframework.boot:spring-boot-starter-parent spring-boot-starter-parent 2.7.3",
                "Maven module orders",
                "runtime java 11",
                "Maven dependency org.apache.camel:camel-core camel-core 3.14.1",
                "Maven dependency org.apache.camel:camel-core version 3.14.1",
                "Maven dependency junit:junit junit for test",
            ],
        ),
        (
            "build.gradle",
            GRADLE,
            [
                "Gradle plugin org.springframework.boot 2.6.4",
                "Gradle plugin kotlin 1.8.0",
                "Gradle dependency org.hibernate:hibernate-core hibernate-core 5.6.9 range 5.6.9.Final",
                "runtime java 17",
                "runtime java 8",
                "Gradle dependency org.apache.kafka:kafka-clients kafka-clients 3.1.0",
                "Gradle dependency org.hibernate:hibernate-core version 5.6.9.Final",
                "Gradle dependency org.junit:junit-bom junit-bom 5.9.2 for test",
                "Gradle dependency log4j:log4j log4j 1.2.17",
            ],
        ),
        ("go.mod", GO, ["runtime go 1.19", "Go dependency github.com/gin-gonic/gin 1.8.1"]),
        (
            "composer.json",
            COMPOSER,
            [
                "runtime php 7.4 range ^7.4 || ^8.0",
                "Composer dependency laravel/framework 9.19 range ^9.19",
                "Composer dependency a/b 1 for development range 1.x",
            ],
        ),
        (
            "Gemfile",
            GEMFILE,
            ["runtime ruby 3.0.4", "gem dependency rails 6.1.7 range ~> 6.1.7, >= 6.1.7.1", "gem dependency puma"],
        ),
        ("Gemfile.lock", GEM_LOCK, ["gem dependency rails 6.1.7"]),
        (
            "src/Shop.csproj",
            CSPROJ,
            ["runtime net 6.0", ".NET dependency Serilog serilog 2.12.0", "Shop refers to project Core"],
        ),
        ("Old.csproj", OLD_CSPROJ, ["runtime netframework 4.6.1 range v4.6.1"]),
        ("packages.config", CONFIG, [".NET dependency jQuery jquery 1.10.2"]),
        ("global.json", '{"sdk": {"version": "6.0.400"}}', ["runtime dotnet 6.0.400"]),
        ("Cargo.toml", CARGO, ["runtime rust 1.65", "Cargo dependency serde 1.0"]),
        ("mix.exs", MIX, ["Hex dependency phoenix 1.6.2 range ~> 1.6.2", "runtime elixir 1.12 range ~> 1.12"]),
        (".tool-versions", "nodejs 18.12.1\nterraform 1.3.6 # ok\n", ["runtime node 18.12.1", "runtime terraform 1.3.6"]),
        (".nvmrc", "v16\n", ["runtime node 16 range v16"]),
        (".java-version", "17.0\n", ["runtime java 17.0"]),
        ("runtime.txt", "python-3.9.13\n", ["runtime python 3.9.13"]),
    ],
)
def test_a_manifest(name: str, text: str, expected: list[str]) -> None:
    """Every package and runtime with its lowest version; what is no dependency is left alone."""
    page = page_of(name, text)
    assert glosses(page) == expected
    assert all(quote and quote in text for quote in quotes(page))


def test_quotations_are_the_lines() -> None:
    """A package is quoted from the lines that name it and its version."""
    assert quotes(page_of("pom.xml", POM), ElementKind.PACKAGE)[0] == (
        "<artifactId>spring-boot-starter-parent</artifactId>\n    <version>2.7.3</version>"
    )
    assert "<camel.version>3.14.1</camel.version>" in quotes(page_of("pom.xml", POM))
    assert quotes(page_of("requirements.txt", PIP))[0] == "Django[argon2]==4.2.1  # LTS"
    assert quotes(page_of("pyproject.toml", PYPROJECT))[1] == '"fastapi>=0.95", # not "flask==1"'
    assert "token" not in "".join(glosses(page_of("package.json", NPM)))


def test_a_paper_on_requirements_is_prose() -> None:
    """A text that happens to be called requirements.txt keeps its paragraphs."""
    text = "Availability\n\nThe portal must be available 99.9 % of the time.\n"
    page = page_of("requirements.txt", text)
    assert page.elements == ()
    assert {block.kind.value for block in page.blocks} != {"code"}


def test_a_version_catalogue_names_libraries_and_plugins() -> None:
    """Gradle's libs.versions.toml: named versions are cited where they stand, in all the ways to write a library."""
    page = page_of(
        "gradle/libs.versions.toml",
        '[versions]\nspring = "3.2.0"\nktor = { strictly = "2.3.1" }\n[libraries]\n'
        'spring-core = { module = "org.springframework:spring-core", version.ref = "spring" }\n'
        'ktor = { group = "io.ktor", name = "ktor-server-core", version.ref = "ktor" }\n'
        'pg = "org.postgresql:postgresql:42.6.0"\njunit = { module = "org.junit:junit", version = "5.10" }\n'
        '[plugins]\nboot = { id = "org.springframework.boot", version.ref = "spring" }\n',
    )
    found = [(one.name, one.technology, one.version) for one in page.elements if one.technology]
    assert found == [
        ("org.springframework:spring-core", "spring-core", "3.2.0"),
        ("org.springframework.boot", "org.springframework.boot", "3.2.0"),
        ("io.ktor:ktor-server-core", "ktor-server-core", "2.3.1"),
        ("org.postgresql:postgresql", "postgresql", "42.6.0"),
        ("org.junit:junit", "junit", "5.10"),
    ]
