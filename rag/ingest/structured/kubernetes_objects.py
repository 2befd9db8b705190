"""Kubernetes objects beside the workloads: what reaches them, how they scale, where they keep data, what operators run."""

from collections.abc import Callable, Iterator, Mapping

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.images import product_of
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.manifest import MAX_LISTED, Manifest, kept, said, stated
from rag.ingest.structured.nodes import Node
from rag.ingest.structured.objectives import alerts_of, objectives_of

_SILENT = {"Secret", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "ServiceAccount", "CustomResourceDefinition"}


def read_object(one: Manifest) -> Iterator[Element]:
    """Elements of an object that is no workload; of secrets and permissions, none."""
    if one.kind not in _SILENT:
        yield from _READERS.get(one.kind, _custom)(one)


def _service(one: Manifest) -> Iterator[Element]:
    spec = one.node.get("spec")
    ports = [said(port.get("port")) for port in list(spec.get("ports").values())[:MAX_LISTED]]
    details = [*stated(spec, ("type",), ("externalName",)), *(("port", port) for port in ports)]
    yield Element(ElementKind.INTERFACE, one.name, *one.span, type="Service", details=kept(details))


def _ingress(one: Manifest) -> Iterator[Element]:
    spec, annotations = one.node.get("spec"), one.node.get("metadata", "annotations")
    class_ = spec.get("ingressClassName") or annotations.get("kubernetes.io/ingress.class")
    community = any(name.startswith("nginx.ingress.kubernetes.io/") for name in annotations.texts())
    technology = f"ingress-{said(class_)}" if said(class_) else "ingress-nginx" if community else ""
    yield Element(
        ElementKind.INTERFACE, one.name, *one.span_to(class_), type="Ingress", technology=technology, details=kept(_hosts(spec))
    )
    for rule in spec.get("rules").values():
        for path in rule.get("http", "paths").values():
            service = path.get("backend", "service", "name") or path.get("backend", "serviceName")
            if said(service) and one.name:
                details = kept([("host", said(rule.get("host"))), ("path", said(path.get("path")))])
                yield Element(
                    ElementKind.RELATION,
                    one.name,
                    *one.line(service),
                    type="routes to",
                    target=said(service),
                    details=details,
                )


def _hosts(spec: Node) -> list[tuple[str, str]]:
    hosts = dict.fromkeys(said(rule.get("host")) for rule in list(spec.get("rules").values())[:MAX_LISTED])
    return [*(("host", host) for host in hosts), ("tls", "yes" if spec.get("tls") else "")]


def _autoscaler(one: Manifest) -> Iterator[Element]:
    spec = one.node.get("spec")
    details = stated(spec, ("minReplicas",), ("maxReplicas",), ("minReplicaCount",), ("maxReplicaCount",))
    details += stated(spec, ("targetCPUUtilizationPercentage",))
    for metric in list(spec.get("metrics").values())[:MAX_LISTED]:
        resource = metric.get("resource")
        details += [(said(resource.get("name")), said(resource.get("target", "averageUtilization")))]
    target = spec.get("scaleTargetRef", "name")
    last = spec.get("maxReplicas") or spec.get("maxReplicaCount") or target
    span = line_span(one.text, (target or last).start, last.end, otherwise=(last.start, last.end)) if last else one.span
    details = [("of", said(target)), *details]
    yield Element(ElementKind.SETTING, one.name, *span, type=one.kind, details=kept(details))


def _budget(one: Manifest) -> Iterator[Element]:
    spec = one.node.get("spec")
    last = spec.get("minAvailable") or spec.get("maxUnavailable")
    details = stated(spec, ("minAvailable",), ("maxUnavailable",))
    yield Element(ElementKind.SETTING, one.name, *one.span_to(last), type="PodDisruptionBudget", details=kept(details))


def _volume(one: Manifest) -> Iterator[Element]:
    yield claim_of(one, one.node)


def claim_of(one: Manifest, claim: Node) -> Element:
    """A claim of storage, or a volume."""
    spec, name = claim.get("spec"), claim.get("metadata", "name")
    size = spec.get("resources", "requests", "storage") or spec.get("capacity", "storage")
    details = [("size", said(size)), *stated(spec, ("storageClassName",), ("persistentVolumeReclaimPolicy",))]
    details += [("access", mode) for mode in spec.get("accessModes").texts()[:MAX_LISTED]]
    first, last = name or claim, size or name or claim
    span = line_span(one.text, min(first.start, last.start), max(first.end, last.end), otherwise=(last.start, last.end))
    return Element(ElementKind.DATA, said(name), *span, type="volume", details=kept(details))


def _storage_class(one: Manifest) -> Iterator[Element]:
    details = stated(one.node, ("provisioner",), ("reclaimPolicy",), ("allowVolumeExpansion",), ("parameters", "type"))
    span = one.span_to(one.node.get("provisioner"))
    yield Element(ElementKind.SETTING, one.name, *span, type="StorageClass", details=kept(details))


def _config_map(one: Manifest) -> Iterator[Element]:
    keys = one.node.get("data").texts()[:MAX_LISTED]
    yield Element(ElementKind.SETTING, one.name, *one.span, type="ConfigMap", details=tuple(("key", key) for key in keys))


def _namespace(one: Manifest) -> Iterator[Element]:
    yield Element(ElementKind.SETTING, one.name, *one.span, type="Namespace")


def _application(one: Manifest) -> Iterator[Element]:
    """Argo CD: what is delivered from where to where."""
    spec = one.node.get("spec")
    source = spec.get("source") or next(spec.get("sources").values(), Node())
    details = stated(source, ("repoURL",), ("path",), ("chart",), ("targetRevision",))
    details += stated(spec.get("destination"), ("namespace",), ("server",), ("name",))
    details += [("sync", "automated")] if spec.get("syncPolicy", "automated") else []
    details = [(name, value) for name, value in details if "@" not in value]
    span = one.span_to(source.get("repoURL"))
    yield Element(ElementKind.STEP, one.name, *span, type="Argo CD application", details=kept(details))


def _kustomization(one: Manifest) -> Iterator[Element]:
    for image in one.node.get("images").values():
        name, tag = image.get("newName") or image.get("name"), image.get("newTag")
        technology, version = product_of(f"{said(name)}:{said(tag) or 'x'}")
        span = line_span(one.text, image.get("name").start, (tag or name).end, otherwise=(name.start, name.end))
        yield Element(ElementKind.PACKAGE, said(name), *span, type="image", technology=technology, version=version)


def _alerts(one: Manifest) -> Iterator[Element]:
    yield from alerts_of(one.text, one.node)


def _objectives(one: Manifest) -> Iterator[Element]:
    yield from objectives_of(one.text, one.node)


def _custom(one: Manifest) -> Iterator[Element]:
    """A resource of an operator: its kind may be a product (Kafka, Elasticsearch), whose version it states."""
    spec = one.node.get("spec")
    version = next((node for node in (spec.get("version"), spec.get("kafka", "version")) if node.kind == "scalar"), Node())
    details = stated(spec, ("replicas",), ("instances",), ("imageName",)) if spec.is_mapping else []
    details = [("namespace", one.namespace), *details]
    yield Element(
        ElementKind.SYSTEM,
        one.name,
        *one.span_to(version),
        type=one.kind,
        technology=one.kind.lower(),
        version=said(version).lstrip("v"),
        details=kept(details),
    )


_READERS: Mapping[str, Callable[[Manifest], Iterator[Element]]] = {
    "Service": _service,
    "Ingress": _ingress,
    "HorizontalPodAutoscaler": _autoscaler,
    "ScaledObject": _autoscaler,
    "PodDisruptionBudget": _budget,
    "PersistentVolumeClaim": _volume,
    "PersistentVolume": _volume,
    "StorageClass": _storage_class,
    "ConfigMap": _config_map,
    "Namespace": _namespace,
    "Application": _application,
    "Kustomization": _kustomization,
    "PrometheusRule": _alerts,
    "PrometheusServiceLevel": _objectives,
    "SLO": _objectives,
}
