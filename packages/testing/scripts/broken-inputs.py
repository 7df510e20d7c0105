"""Breaks every constraint and type of every operation of the fake AWS, one at a time, and checks each reply against its shape.

Usage: broken-inputs.py URL SHARE < operations.json

URL is the address of a fake (`fake.listen()`), SHARE 1 sends every request and 20 every twentieth. The input names the
operations: {"sagemaker": ["CreateDomain", ...], ...}. Prints one JSON document: requests, and the crashes and wrong shapes
that it found. Needs botocore, whose service models give the constraints and the shapes.
"""

import json
import re
import sys
from xml.etree import ElementTree

from botocore import session as botocore_session
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

# Members that AWS has and this botocore has not yet; constraints.py adds them to the models of the fake.
NEWER = {"DescribeDomain.HomeEfsFileSystemCreation"}
MAX_LENGTH = 100_000
MAX_DEPTH = 7
TYPES = {
    "string": str,
    "character": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float, str),
    "blob": str,
    "structure": dict,
    "map": dict,
    "list": list,
}
WRONG_TYPES = {
    "string": [1, True, ["x"], {"x": 1}],
    "boolean": ["true", 1, {}],
    "integer": ["x", 1.5, True, []],
    "long": ["x", 1.5, True, []],
    "timestamp": ["never", -1e12],
    "list": ["x", 1],
}
TEXTS = ["", " ", "\t!", "a b/?", "-", "x", "%%", "0" * 12, "A" * 20, "/a", "fs-0123456789abcdef0", "d-abc", "arn:aws:x"]


def matches(shape, text):
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", MAX_LENGTH)
    if not low <= len(text) <= high:
        return False
    pattern = shape.metadata.get("pattern")
    try:
        return pattern is None or re.fullmatch(pattern, text) is not None
    except re.error:
        return True


def valid_text(shape):
    if shape.enum:
        return shape.enum[0]
    found = next((text for text in TEXTS[::-1] if text and matches(shape, text)), None)
    return found or "a" * max(1, shape.metadata.get("min", 1))


def valid(shape, depth=0):
    kind = shape.type_name
    if kind == "structure":
        names = list(shape.required_members) or (list(shape.members)[:1] if getattr(shape, "is_tagged_union", False) else [])
        return {} if depth > MAX_DEPTH else {name: valid(shape.members[name], depth + 1) for name in names}
    if kind == "list":
        return [valid(shape.member, depth + 1)] * max(1, min(shape.metadata.get("min", 1), 5))
    if kind == "map":
        return {valid_text(shape.key): valid(shape.value, depth + 1)}
    if kind in ("string", "character"):
        return valid_text(shape)
    if kind == "boolean":
        return False
    if kind == "timestamp":
        return 1_767_225_600
    return b"{}" if kind == "blob" else shape.metadata.get("min", 1)


def broken_values(shape):
    return constraint_values(shape) + WRONG_TYPES.get(shape.type_name, [])


def constraint_values(shape):
    kind, low, high = shape.type_name, shape.metadata.get("min"), shape.metadata.get("max")
    if kind in ("string", "character"):
        if shape.enum:
            return ["not-one-of-them"]
        wrong = [text for text in TEXTS if shape.metadata.get("pattern") and not matches(shape, text)][:3]
        long = ["a" * (high + 1)] if high is not None and high < MAX_LENGTH else []
        return wrong + long + (["a" * (low - 1)] if low else [])
    if kind in ("integer", "long", "float", "double"):
        return ([low - 1] if low is not None else []) + ([high + 1] if high is not None and high < 2**53 else [])
    if kind == "list":
        many = [[valid(shape.member)] * (high + 1)] if high is not None and high <= 1000 else []
        return many + ([[]] if low else [])
    return []


def variants(shape, depth=0):
    """Inputs of the shape with one constraint broken each; None stands for a member that is left out."""
    kind = shape.type_name
    yield from broken_values(shape)
    if depth > MAX_DEPTH:
        return
    if kind == "structure":
        whole = valid(shape, depth)
        for name in shape.required_members:
            yield {key: value for key, value in whole.items() if key != name}
        if getattr(shape, "is_tagged_union", False):
            yield {}
            yield {name: valid(member, depth + 1) for name, member in list(shape.members.items())[:2]}
        for name, member in shape.members.items():
            base = {} if getattr(shape, "is_tagged_union", False) else whole
            yield {**base, name: valid(member, depth + 1)}
            for broken in variants(member, depth + 1):
                yield {**base, name: broken}
    elif kind == "list":
        for broken in variants(shape.member, depth + 1):
            yield [broken]
    elif kind == "map":
        for broken in variants(shape.value, depth + 1):
            yield {valid_text(shape.key): broken}


def json_problem(value, shape, path):
    if value is None:
        return None
    expected = TYPES[shape.type_name]
    if not isinstance(value, expected) or (isinstance(value, bool) and shape.type_name != "boolean"):
        return f"{path} is no {shape.type_name}"
    if shape.type_name == "structure":
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, item in value.items():
            if f"{path}.{name}" in NEWER:
                continue
            if name not in names:
                return f"{path}.{name} is not in the shape"
            problem = json_problem(item, names[name], f"{path}.{name}")
            if problem:
                return problem
    if shape.type_name == "list":
        return next((p for p in (json_problem(item, shape.member, path + "[]") for item in value) if p), None)
    if shape.type_name == "map":
        return next((p for p in (json_problem(item, shape.value, path + "{}") for item in value.values()) if p), None)
    return None


def tag(element):
    return element.tag.split("}")[-1]


def xml_problem(element, shape, path):
    if shape.type_name == "structure":
        names = {}
        for name, member in shape.members.items():
            flat_list = member.type_name == "list" and member.serialization.get("flattened")
            own = member.serialization.get("name", member.member.serialization.get("name", name) if flat_list else name)
            names[own] = member.member if flat_list else member
        for child in element:
            if tag(child) not in names and tag(child) not in ("requestId", "RequestId"):
                return f"{path}.{tag(child)} is not in the shape"
            problem = tag(child) in names and xml_problem(child, names[tag(child)], f"{path}.{tag(child)}")
            if problem:
                return problem
    elif shape.type_name == "list":
        return next((p for p in (xml_problem(child, shape.member, path + "[]") for child in element) if p), None)
    elif len(element):
        return f"{path} is no {shape.type_name}"
    return None


def shape_problem(operation, response, body):
    shape = operation.output_shape
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
    if shape is None or not text.strip() or "payload" in shape.serialization:
        return None
    if operation.service_model.protocol in ("json", "rest-json"):
        return json_problem(json.loads(text), shape, operation.name)
    root = ElementTree.fromstring(text)
    wrapper = shape.serialization.get("resultWrapper")
    return xml_problem(next((child for child in root if tag(child) == wrapper), root), shape, operation.name)


def run(url, share, services):
    session = botocore_session.get_session()
    settings = Config(parameter_validation=False, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    counts = {"sent": 0, "unsent": 0, "successes": 0, "crashes": [], "wrongShapes": []}
    number = 0
    for service, names in services.items():
        client = session.create_client(
            service,
            region_name="eu-west-1",
            endpoint_url=url,
            aws_access_key_id="any",
            aws_secret_access_key="any",
            config=settings,
        )
        bodies = []
        client.meta.events.register("response-received", lambda response_dict, **_: bodies.append(response_dict))
        for name in names:
            operation = client.meta.service_model.operation_model(name)
            shape = operation.input_shape
            inputs = [{}] if shape is None else [valid(shape), *variants(shape)]
            for given in inputs:
                number += 1
                if number % share == 0 and isinstance(given, dict):
                    send(client, operation, given, bodies, counts)
    return counts


def send(client, operation, given, bodies, counts):
    bodies.clear()
    counts["sent"] += 1
    label = f"{operation.name} {json.dumps(given, default=str)[:300]}"
    try:
        client._make_api_call(operation.name, given)
        counts["successes"] += 1
        problem = bodies and shape_problem(operation, bodies[-1], bodies[-1].get("body"))
        if problem:
            counts["wrongShapes"].append(f"{label}: {problem}")
    except ClientError as error:
        code, message = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == 500 or "The fake AWS broke" in message:
            counts["crashes"].append(f"{label}: {code} {message[:300]}")
        elif not code or code == "Unknown":
            counts["wrongShapes"].append(f"{label}: an error without a code")
    except (ValueError, TypeError, AttributeError, KeyError, ParamValidationError):
        # botocore itself cannot write this input.
        counts["unsent"] += 1
        counts["sent"] -= 1
    except Exception as broken:  # any other failure is what this script looks for
        counts["crashes"].append(f"{label}: {type(broken).__name__} {str(broken)[:300]}")


def main():
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), json.load(sys.stdin)), indent=2))


main()
