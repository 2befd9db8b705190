"""Kubernetes manifests and Helm charts as workloads, images, limits and relations."""

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

MANIFEST = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
  namespace: shop
spec:
  replicas: 3
  selector:
    matchLabels: {app: orders}
  template:
    metadata:
      labels:
        app: orders
        tier: backend
    spec:
      containers:
        - name: api
          image: registry.example.com/shop/orders-api:2.14.0
          ports:
            - containerPort: 8080
          resources:
            requests: {cpu: 250m, memory: 256Mi}
            limits:
              memory: 512Mi
          readinessProbe:
            httpGet: {path: /ready, port: 8080}
        - name: proxy
          image: envoyproxy/envoy:v1.27.2
---
apiVersion: v1
kind: Service
metadata:
  name: orders-svc
  namespace: shop
spec:
  selector:
    app: orders
  ports:
    - port: 80
      targetPort: 8080
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: nginx
  tls:
    - hosts: [shop.example.com]
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /orders
            backend:
              service:
                name: orders-svc
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders}
spec:
  scaleTargetRef: {kind: Deployment, name: orders}
  minReplicas: 3
  maxReplicas: 12
  metrics:
    - resource: {name: cpu, target: {averageUtilization: 70}}
---
apiVersion: v1
kind: Secret
metadata: {name: orders-db}
stringData: {password: hunter2-very-secret}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: orders}
data:
  LOG_LEVEL: debug
"""
STATEFUL = """apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders-db
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:13.11
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: gp3
        resources:
          requests:
            storage: 100Gi
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly-report
spec:
  schedule: "30 2 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: report
              image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
---
apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata:
  name: events
spec:
  kafka:
    version: 3.4.0
    replicas: 3
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: orders
spec:
  minAvailable: 2
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
spec:
  source:
    repoURL: https://git.example.com/shop/deploy.git
    path: envs/prod
    targetRevision: main
"""
CHART = """apiVersion: v2
name: orders
version: 1.4.2
appVersion: "2.14.0"
dependencies:
  - name: postgresql
    version: 12.1.9
    repository: https://charts.bitnami.com/bitnami
"""
VALUES = """replicaCount: 2
image:
  repository: bitnami/redis
  tag: "6.2.7-debian-11"
worker:
  image: ghcr.io/acme/worker:1.0.3
ingress:
  enabled: true
  className: nginx
auth:
  password: s3cr3t
"""
TEMPLATE = """{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "orders.fullname" . }}
  labels:
    {{- include "orders.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicaCount }}
  template:
    spec:
      containers:
        - name: sidecar
          image: busybox:1.36
{{- end }}
"""


def test_a_manifest() -> None:
    """Workloads, containers with what they may use, what leads to them, how they scale; never a secret."""
    page = page_of("deploy/orders.yaml", MANIFEST)
    assert glosses(page) == [
        "Deployment orders namespace shop replicas 3",
        "container api orders-api 2.14.0 of orders request cpu 250m request memory 256Mi limit memory 512Mi port 8080"
        " probes readiness",
        "container proxy envoy 1.27.2 of orders probes none",
        "Service orders-svc port 80",
        "orders-svc leads to orders",
        "Ingress shop ingress-nginx host shop.example.com tls yes",
        "shop routes to orders-svc host shop.example.com path /orders",
        "HorizontalPodAutoscaler orders of orders minReplicas 3 maxReplicas 12 cpu 70",
        "ConfigMap orders key LOG_LEVEL",
    ]
    assert quotes(page)[:3] == [
        "kind: Deployment\nmetadata:\n  name: orders\n  namespace: shop\nspec:\n  replicas: 3",
        "- name: api\n          image: registry.example.com/shop/orders-api:2.14.0",
        "- name: proxy\n          image: envoyproxy/envoy:v1.27.2",
    ]
    assert quotes(page, ElementKind.RELATION) == ["selector:\n    app: orders", "name: orders-svc"]
    assert quotes(page, ElementKind.SETTING)[0] == (
        "scaleTargetRef: {kind: Deployment, name: orders}\n  minReplicas: 3\n  maxReplicas: 12"
    )


def test_stores_jobs_and_operators() -> None:
    """Volumes with their size, schedules, products that an operator runs, budgets and what Argo CD delivers."""
    page = page_of("k8s/all.yml", STATEFUL)
    assert glosses(page) == [
        "StatefulSet orders-db",
        "container postgres 13.11 of orders-db probes none",
        "volume data size 100Gi storageClassName gp3 access ReadWriteOnce",
        "CronJob nightly-report schedule 30 2 * * *",
        "container report of nightly-report",
        "Kafka events kafka 3.4.0",
        "PodDisruptionBudget orders minAvailable 2",
        "Argo CD application shop repoURL https://git.example.com/shop/deploy.git path envs/prod targetRevision main",
    ]


def test_lists_and_json() -> None:
    """What kubectl prints is read as well."""
    text = (
        '{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}]}'
    )
    assert glosses(page_of("dump.json", text)) == ["Namespace a"]


def test_a_chart() -> None:
    """A chart, what it needs (whose version is the chart's own), and the images of its values."""
    assert glosses(page_of("orders/Chart.yaml", CHART)) == [
        "Helm chart orders version 1.4.2 appVersion 2.14.0",
        "chart postgresql chart version 12.1.9 repository https://charts.bitnami.com/bitnami",
    ]
    page = page_of("orders/values-prod.yaml", VALUES)
    assert glosses(page) == [
        "replicaCount value 2",
        "image bitnami/redis:6.2.7-debian-11 redis 6.2.7",
        "image ghcr.io/acme/worker:1.0.3 worker 1.0.3 of worker",
        "ingress className value nginx",
    ]
    assert quotes(page)[1] == 'repository: bitnami/redis\n  tag: "6.2.7-debian-11"'


def test_a_template_of_a_chart() -> None:
    """Between the braces there is nothing to read; the rest is."""
    page = page_of("orders/templates/deployment.yaml", TEMPLATE)
    assert glosses(page) == ["Deployment", "container sidecar busybox 1.36 probes none"]
    assert quotes(page)[1] == "- name: sidecar\n          image: busybox:1.36"
