"""Delivery pipelines as jobs, images, environments, gates and scanners."""

import pytest

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

GITLAB = """image: maven:3.8-openjdk-11
stages: [build, test, deploy]
.hidden:
  script: [x]
build:
  stage: build
  script:
    - mvn package
    # trivy is run elsewhere
scan:
  stage: test
  image: $SCANNER
  services: ["postgres:13"]
  script:
    - trivy image orders
    - mvn sonar:sonar -Dsonar.token=$TOKEN
deploy-prod:
  stage: deploy
  image: bitnami/kubectl:1.27
  environment: {name: production}
  script: [kubectl apply -f k8s/]
  rules:
    - if: $CI_COMMIT_TAG
      when: manual
"""
GITHUB = """name: Release
on:
  push: {branches: [main]}
  schedule:
    - cron: "0 3 * * 1"
jobs:
  test:
    runs-on: ubuntu-22.04
    container: node:18-alpine
    services:
      db: {image: "postgres:13"}
    steps:
      - uses: actions/checkout@v4
      - uses: github/codeql-action/analyze@v3
  release:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: |
          npm ci
          helm upgrade --install shop chart/
"""
AZURE = """trigger: [main]
stages:
  - stage: Build
    jobs:
      - job: compile
        pool: {vmImage: windows-2019}
        steps:
          - script: dotnet build
          - task: SonarQubePrepare@5
  - stage: Prod
    jobs:
      - deployment: web
        environment: prod
        strategy:
          runOnce:
            deploy:
              steps:
                - task: AzureWebApp@1
"""
BITBUCKET = """image: node:16
pipelines:
  default:
    - step:
        name: Test
        script: [npm test, snyk test]
  branches:
    main:
      - step:
          name: Ship
          deployment: production
          trigger: manual
          script: [npm run ship]
"""
CIRCLE = """version: 2.1
jobs:
  test:
    docker:
      - image: cimg/python:3.9
    steps: [checkout, {run: pytest}]
workflows:
  main:
    jobs:
      - test
      - hold:
          type: approval
"""
JENKINS = """pipeline {
  agent { docker { image 'maven:3.8.6' } }
  stages {
    stage('Build') { steps { sh 'mvn -B package' } }
    stage('Quality') { steps { withSonarQubeEnv('main') { sh 'mvn verify' } } }
    stage('Deploy to production') {
      input { message 'Go live?' }
      steps { sh 'ansible-playbook site.yml' }
    }
  }
}
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            ".gitlab-ci.yml",
            GITLAB,
            [
                "build image maven:3.8-openjdk-11 maven 3.8",
                "GitLab job build stage build",
                "GitLab job scan stage test service postgres:13",
                "scan trivy",
                "scan sonarqube",
                "GitLab manual deploy job deploy-prod kubectl 1.27 stage deploy environment production gate manual",
            ],
        ),
        (
            ".github/workflows/release.yml",
            GITHUB,
            [
                "workflow schedule Release cron 0 3 * * 1",
                "GitHub job test node 18 workflow Release runs on ubuntu-22.04 service postgres:13",
                "scan test codeql",
                "GitHub deploy job release workflow Release runs on ubuntu-latest environment production",
            ],
        ),
        (
            "azure-pipelines.yml",
            AZURE,
            [
                "Azure DevOps job compile stage Build pool windows-2019",
                "scan compile sonarqube",
                "Azure DevOps deploy job web stage Prod environment prod",
            ],
        ),
        (
            "bitbucket-pipelines.yml",
            BITBUCKET,
            [
                "build image node:16 node 16",
                "Bitbucket job Test",
                "scan Test snyk",
                "Bitbucket manual deploy job Ship environment production gate manual",
            ],
        ),
        (
            ".circleci/config.yml",
            CIRCLE,
            ["CircleCI job test python 3.9", "CircleCI manual job hold workflow main gate manual"],
        ),
        (
            "Jenkinsfile",
            JENKINS,
            [
                "build image maven:3.8.6 maven 3.8.6",
                "Jenkins job Build",
                "Jenkins job Quality",
                "scan Quality sonarqube",
                "Jenkins manual deploy job Deploy to production gate manual",
            ],
        ),
    ],
)
def test_a_pipeline(name: str, text: str, expected: list[str]) -> None:
    """Each job with what it runs in and where it deploys to, who lets it, and which scanner looks."""
    page = page_of(name, text)
    assert glosses(page) == expected
    assert all(quote and quote in text for quote in quotes(page, ElementKind.STEP))


def test_quotations() -> None:
    """A job is quoted from its own line, a scanner from the command; a comment about one is none."""
    page = page_of("sub/.gitlab-ci.yml", GITLAB)
    assert quotes(page) == [
        "image: maven:3.8-openjdk-11",
        "build:",
        "scan:",
        "- trivy image orders",
        "- mvn sonar:sonar -Dsonar.token=$TOKEN",
        "deploy-prod:\n  stage: deploy\n  image: bitnami/kubectl:1.27",
    ]
