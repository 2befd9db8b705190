"""Pipelines of GitLab, GitHub, Azure DevOps, Bitbucket, CircleCI, Jenkins → jobs, images, environments, gates, scanners."""

import re
from collections.abc import Iterable, Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.nodes import Node, parse
from rag.ingest.structured.pipeline_steps import Image, build_image, reach, scans, step, words_of

MAX_LISTED = 8
_GITLAB_WORDS = {
    *("image", "services", "stages", "types", "before_script", "after_script", "variables", "cache", "include", "default"),
    *("workflow", "pages:deploy", "spec"),
}
_STAGE = re.compile(r"\bstage[ \t]*\(?[ \t]*[\"'](?P<name>[^\"'\n]+)[\"']")
_JENKINS_LINES = re.compile(
    r"(?P<input>\binput\b[ \t]*[\s({\"'m])|\bimage[ \t(]+[\"'](?P<image>[^\"'\n]+)[\"']"
    r"|\bdocker\.image\([\"'](?P<call>[^\"'\n]+)[\"']"
)


def read_gitlab(name: str, text: str) -> Iterator[Element]:
    """Jobs of a .gitlab-ci.yml."""
    for root in parse(text):
        if common := _image(root.get("image") or root.get("default", "image")):
            yield from build_image(text, common)
        for key, job in root.items():
            runs = any(job.get(word) for word in ("script", "trigger", "run", "extends", "stage"))
            if key in _GITLAB_WORDS or key.startswith(".") or not job.is_mapping or not runs:
                continue
            environment = job.get("environment")
            manual = "manual" in {job.get("when").text, *(rule.get("when").text for rule in job.get("rules").values())}
            yield step(
                text,
                "GitLab",
                key,
                (job.start, job.end),
                [("stage", job.get("stage").text), *_services(job)],
                image=_image(job.get("image")),
                commands=words_of(job.get("script")),
                environment=environment.text or environment.get("name").text,
                manual=manual,
            )
            yield from scans(text, job.start, reach(job), key)


def read_github(name: str, text: str) -> Iterator[Element]:
    """Jobs of a GitHub workflow."""
    for root in parse(text):
        label = root.get("name").text
        for key, job in root.get("jobs").items():
            environment = job.get("environment")
            commands = words_of(job.get("steps"))
            yield step(
                text,
                "GitHub",
                key,
                (job.start, job.end),
                [("workflow", label), ("runs on", job.get("runs-on").text), ("uses", job.get("uses").text), *_services(job)],
                image=_image(job.get("container")),
                commands=commands,
                environment=environment.text or environment.get("name").text,
            )
            yield from scans(text, job.start, reach(job), key)
        cron = next((one.get("cron") for one in root.get("on", "schedule").values()), Node())
        if cron.text:
            span = line_span(text, cron.start, cron.end)
            yield Element(
                ElementKind.SETTING, label or "schedule", *span, type="workflow schedule", details=(("cron", cron.text),)
            )


def read_azure_pipeline(name: str, text: str) -> Iterator[Element]:
    """Stages and jobs of an azure-pipelines.yml; a deployment job names its environment, whose approvals stand elsewhere."""
    for root in parse(text):
        waiting: list[tuple[str, Node]] = [("", root)]
        while waiting:
            stage, node = waiting.pop()
            label = next((node.get(word) for word in ("job", "deployment") if node.get(word)), Node())
            if label:
                environment = node.get("environment")
                commands = words_of(node)
                yield step(
                    text,
                    "Azure DevOps",
                    label.text,
                    (label.start, label.end),
                    [("stage", stage), ("pool", node.get("pool", "vmImage").text)],
                    image=_image(node.get("container")),
                    commands=commands,
                    environment=environment.text or environment.get("name").text,
                    manual="ManualValidation@" in commands,
                )
                yield from scans(text, label.start, reach(node), label.text)
            elif node.get("steps") and not stage:
                yield step(
                    text,
                    "Azure DevOps",
                    "steps",
                    (node.get("steps").start, node.get("steps").end),
                    [("pool", node.get("pool", "vmImage").text)],
                    commands=words_of(node),
                )
                yield from scans(text, node.get("steps").start, reach(node), "steps")
            stage = node.get("stage").text or stage
            for word in ("jobs", "stages"):
                waiting += reversed([(stage, child) for child in node.get(word).values()])


def read_bitbucket(name: str, text: str) -> Iterator[Element]:
    """Steps of a bitbucket-pipelines.yml."""
    for root in parse(text):
        if common := _image(root.get("image")):
            yield from build_image(text, common)
        waiting = [root.get("pipelines")]
        while waiting:
            node = waiting.pop()
            waiting += reversed([value for key, value in node.items() if key != "step"])
            waiting += reversed(list(node.values()))
            job = node.get("step")
            if job.is_mapping:
                label = job.get("name")
                yield step(
                    text,
                    "Bitbucket",
                    label.text or "step",
                    ((label or job).start, (label or job).end),
                    [],
                    image=_image(job.get("image")),
                    commands=words_of(job.get("script")),
                    environment=job.get("deployment").text,
                    manual=job.get("trigger").text == "manual",
                )
                yield from scans(text, job.start, reach(job), label.text or "step")


def read_circleci(name: str, text: str) -> Iterator[Element]:
    """Jobs of a CircleCI configuration, and the approvals that its workflows wait for."""
    for root in parse(text):
        for key, job in root.get("jobs").items():
            image = next((one.get("image") for one in job.get("docker").values()), Node())
            yield step(
                text, "CircleCI", key, (job.start, job.end), [], image=_image(image), commands=words_of(job.get("steps"))
            )
            yield from scans(text, job.start, reach(job), key)
        for workflow, node in root.get("workflows").items():
            for one in node.get("jobs").values():
                for key, job in one.items():
                    if job.get("type").text == "approval":
                        yield step(text, "CircleCI", key, (job.start, job.end), [("workflow", workflow)], manual=True)


def read_jenkins(name: str, text: str) -> Iterator[Element]:
    """Stages of a Jenkinsfile: what stands between one stage and the next belongs to the first."""
    stages = list(_STAGE.finditer(text))
    opening = stages[0].start() if stages else len(text)
    for image in list(_jenkins_images(_JENKINS_LINES.finditer(text, 0, opening)))[:1]:
        yield from build_image(text, image)
    for index, found in enumerate(stages):
        end = stages[index + 1].start() if index + 1 < len(stages) else len(text)
        lines = list(_JENKINS_LINES.finditer(text, found.end(), end))
        yield step(
            text,
            "Jenkins",
            found["name"],
            found.span(),
            [],
            image=next(_jenkins_images(lines), None),
            commands=text[found.end() : end],
            manual=any(one["input"] for one in lines),
        )
        yield from scans(text, found.end(), end, found["name"])


def _jenkins_images(lines: Iterable[re.Match[str]]) -> Iterator[Image]:
    for one in lines:
        if reference := one["image"] or one["call"]:
            yield Image(reference, *one.span())


def _image(node: Node) -> Image | None:
    """An image given as it is, or by name; None for a variable, or for none."""
    place = next((one for one in (node, node.get("name"), node.get("image")) if one.text), None)
    return Image(place.text, place.start, place.end) if place is not None and not re.search(r"[$@{]", place.text) else None


def _services(job: Node) -> list[tuple[str, str]]:
    """Databases and the like that run beside a job for its tests."""
    services = job.get("services")
    named = [_image(node) for node in services.values()] + [_image(node) for _, node in services.items()]
    return [("service", image.reference) for image in named[:MAX_LISTED] if image is not None]
