"""Kubernetes manifests → workloads with images, limits and probes, and which services lead to them."""

from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.images import product_of
from rag.ingest.structured.kubernetes_objects import claim_of, read_object
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.manifest import MAX_LISTED, Manifest, kept, manifests, said, stated
from rag.ingest.structured.nodes import Node

_WORKLOADS = {
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "Job",
    "CronJob",
    "Pod",
    "ReplicationController",
    "Rollout",
}


def read_kubernetes(name: str, text: str) -> Iterator[Element]:
    """Elements of all objects of a file, and how they relate."""
    objects = list(manifests(text))
    for one in objects:
        if one.kind in _WORKLOADS:
            yield from _workload(one)
        else:
            yield from read_object(one)
    yield from _selections(objects)


def _workload(one: Manifest) -> Iterator[Element]:
    spec = one.node.get("spec")
    details = [("namespace", one.namespace)] if one.namespace else []
    details += stated(spec, ("replicas",), ("schedule",), ("strategy", "type"), ("serviceName",), ("concurrencyPolicy",))
    last = spec.get("schedule") or spec.get("replicas")
    yield Element(ElementKind.SYSTEM, one.name, *one.span_to(last), type=one.kind, details=tuple(details))
    pod = _pod(one)
    for group in ("initContainers", "containers"):
        for container in pod.get(group).values():
            yield _container(one, container, probes=group == "containers" and one.kind not in ("Job", "CronJob"))
    for claim in spec.get("volumeClaimTemplates").values():
        yield claim_of(one, claim)
    for volume in pod.get("volumes").values():
        claim = volume.get("persistentVolumeClaim", "claimName")
        if claim and one.name:
            yield Element(ElementKind.RELATION, one.name, *one.line(claim), type="mounts volume", target=said(claim))


def _pod(one: Manifest) -> Node:
    """The specification of the pods that a workload runs."""
    spec = one.node.get("spec")
    if one.kind == "CronJob":
        spec = spec.get("jobTemplate", "spec")
    return spec if one.kind == "Pod" else spec.get("template", "spec")


def _container(one: Manifest, container: Node, *, probes: bool) -> Element:
    image = container.get("image")
    technology, version = product_of(said(image))
    details = [("image", said(image))] if said(image) and not technology else []
    details += [("of", one.name)] if one.name else []
    for bound in ("requests", "limits"):
        details += [(f"{bound[:-1]} {name}", value) for name, value in _amounts(container.get("resources", bound))]
    details += [("port", said(port.get("containerPort"))) for port in list(container.get("ports").values())[:MAX_LISTED]]
    if probes:
        present = [kind for kind in ("liveness", "readiness", "startup") if container.get(f"{kind}Probe")]
        details.append(("probes", " ".join(present) or "none"))
    label = container.get("name")
    places = [node for node in (label, image) if node] or [container]
    span = line_span(
        one.text,
        min(node.start for node in places),
        max(node.end for node in places),
        otherwise=(places[-1].start, places[-1].end),
    )
    return Element(
        ElementKind.SYSTEM, said(label), *span, type="container", technology=technology, version=version, details=kept(details)
    )


def _amounts(node: Node) -> Iterator[tuple[str, str]]:
    for name in ("cpu", "memory", "ephemeral-storage", "nvidia.com/gpu"):
        if value := said(node.get(name)):
            yield name, value


def _selections(objects: list[Manifest]) -> Iterator[Element]:
    """Which workloads a Service leads to: those whose pods carry all its labels."""
    by_label: dict[tuple[str, str, str], list[Manifest]] = {}
    labels: dict[int, set[tuple[str, str]]] = {}
    for one in objects:
        if one.kind in _WORKLOADS:
            node = one.node.get("metadata" if one.kind == "Pod" else "spec")
            found = node.get("labels") if one.kind == "Pod" else node.get("template", "metadata", "labels")
            labels[id(one)] = {(name, said(value)) for name, value in found.items()}
            for name, value in labels[id(one)]:
                by_label.setdefault((one.namespace, name, value), []).append(one)
    for one in objects:
        selector = one.node.get("spec", "selector")
        wanted = {(name, said(value)) for name, value in selector.items()}
        if one.kind == "Service" and wanted and all(value for _, value in wanted) and one.name:
            name, value = min(wanted, key=lambda label: len(by_label.get((one.namespace, *label), ())))
            for workload in by_label.get((one.namespace, name, value), [])[:MAX_LISTED]:
                if wanted <= labels[id(workload)] and workload.name:
                    last = next(node for _, node in selector.items())
                    span = line_span(one.text, selector.start, last.end)
                    yield Element(ElementKind.RELATION, one.name, *span, type="leads to", target=workload.name)
