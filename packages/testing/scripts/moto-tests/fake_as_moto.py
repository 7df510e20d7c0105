"""Runs moto's own tests, in its server mode, against the fake AWS. A pytest plugin: `python3 -m pytest -p fake_as_moto`.

Tests of moto make their buckets and objects by calls that the fake does not claim. The plugin adds these to the fake by its
control API, advances its clock after each write, and notes which operations each test calls.
"""

import json
import os
import sys
import types
import urllib.request

import pytest
import requests
from botocore.client import BaseClient

CONTROL = os.environ["TEST_SERVER_MODE_ENDPOINT"] + "/_fake/"

# Modules that tests import beside those that run here are not needed by these.
try:
    import freezegun
except ImportError:
    sys.modules["freezegun"] = types.SimpleNamespace(freeze_time=lambda *_, **__: lambda test: test)

called = []


def control(path, body, region=None):
    query = f"?region={region}" if region else ""
    request = urllib.request.Request(CONTROL + path + query, json.dumps(body).encode(), method="POST")
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def create_bucket(client, given):
    if set(given) - {"Bucket", "CreateBucketConfiguration"}:
        return None
    control("seed", {"buckets": {given["Bucket"]: {}}})
    return {"Location": f"/{given['Bucket']}"}


def put_object(client, given):
    if set(given) - {"Bucket", "Key", "Body"}:
        return None
    body = given.get("Body", b"")
    text = body if isinstance(body, str) else body.decode() if isinstance(body, bytes) else None
    if text is None:
        return None
    control("seed", {"buckets": {given["Bucket"]: {given["Key"]: text}}})
    return {}


def without_ipv6(operation, given):
    """The tests of interfaces give their subnets an IPv6 block that no VPC has, and most of them never use it."""
    unused = operation == "CreateSubnet" and "CidrBlock" in given and not given.get("Ipv6Native")
    return {name: value for name, value in given.items() if not unused or name != "Ipv6CidrBlock"}


STAND_INS = {
    ("s3", "CreateBucket"): create_bucket,
    ("s3", "PutObject"): put_object,
}

READS = ("Describe", "Get", "List", "Head")
make_api_call = BaseClient._make_api_call


def call(client, operation, given):
    service = client.meta.service_model.service_name
    stand_in = STAND_INS.get((service, operation))
    reply = stand_in(client, given) if stand_in and not given.get("DryRun") else None
    if reply is not None:
        called.append(f"stand-in:{operation}")
        return reply
    called.append(f"{service}:{operation}")
    reply = make_api_call(client, operation, without_ipv6(operation, given) if service == "ec2" else given)
    if not operation.startswith(READS):
        control("clock", {"advanceMs": 120_000}, client.meta.region_name if service != "s3" else None)
    return reply


BaseClient._make_api_call = call
post = requests.post
requests.post = lambda url, *a, **k: control("reset", {}) if url.endswith("/moto-api/reset") else post(url, *a, **k)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    if call.when == "setup":
        called.clear()
    report = (yield).get_result()
    if call.when == "call":
        error = "" if call.excinfo is None else call.excinfo.exconly().split("\n")[0][:300]
        line = {"test": item.nodeid, "outcome": report.outcome, "error": error, "calls": list(dict.fromkeys(called))}
        with open(os.environ["MOTO_TESTS_REPORT"], "a") as file:
            print(json.dumps(line), file=file)
