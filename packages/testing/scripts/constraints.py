#!/usr/bin/env python3
"""Writes the fake's input constraints from the AWS service models that botocore carries.

    python3 packages/testing/scripts/constraints.py            # writes src/fake-aws/services/<service>/<service>.model.json
    python3 packages/testing/scripts/constraints.py --check    # fails when a committed table differs

Needs `pip install botocore`. The tables are committed, so nobody needs this to build or to test.
The layout of a table is described in src/fake-aws/wire/api-model.ts.
"""

import json
import sys
from pathlib import Path

import botocore
from botocore.loaders import Loader

# The botocore that the committed tables are from; to be changed along with them.
BOTOCORE = "1.43.11"

TARGET = Path(__file__).resolve().parent.parent / "src" / "fake-aws" / "services"
WIDTH = 120

SERVICES = {
    "sagemaker": """
        CreateDomain DescribeDomain ListDomains UpdateDomain DeleteDomain
        CreateUserProfile DescribeUserProfile ListUserProfiles UpdateUserProfile DeleteUserProfile
        CreateSpace DescribeSpace ListSpaces UpdateSpace DeleteSpace
        CreateApp DescribeApp ListApps DeleteApp
        CreateStudioLifecycleConfig DescribeStudioLifecycleConfig
        ListStudioLifecycleConfigs DeleteStudioLifecycleConfig
        CreateImage DescribeImage ListImages DeleteImage
        CreateImageVersion DescribeImageVersion ListImageVersions DeleteImageVersion
        CreateAppImageConfig DescribeAppImageConfig ListAppImageConfigs UpdateAppImageConfig DeleteAppImageConfig
        CreatePresignedDomainUrl AddTags ListTags DeleteTags
    """.split(),
    "efs": """
        CreateFileSystem DescribeFileSystems UpdateFileSystem DeleteFileSystem
        CreateMountTarget DescribeMountTargets DeleteMountTarget
        DescribeMountTargetSecurityGroups ModifyMountTargetSecurityGroups
        CreateAccessPoint DescribeAccessPoints DeleteAccessPoint
        TagResource UntagResource ListTagsForResource
        DescribeReplicationConfigurations PutFileSystemPolicy DescribeFileSystemPolicy DeleteFileSystemPolicy
        PutLifecycleConfiguration DescribeLifecycleConfiguration
        PutBackupPolicy DescribeBackupPolicy
    """.split(),
    "ec2": """
        DescribeVpcs DescribeVpcAttribute CreateVpc ModifyVpcAttribute DeleteVpc
        DescribeAvailabilityZones DescribeSubnets CreateSubnet ModifySubnetAttribute DeleteSubnet
        DescribeNetworkInterfaces CreateNetworkInterface ModifyNetworkInterfaceAttribute DeleteNetworkInterface
        DescribeNetworkAcls DescribeDhcpOptions CreateDhcpOptions AssociateDhcpOptions DeleteDhcpOptions
        DescribeSecurityGroups CreateSecurityGroup DeleteSecurityGroup
        AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress
        RevokeSecurityGroupIngress RevokeSecurityGroupEgress
        DescribeSecurityGroupRules ModifySecurityGroupRules
        UpdateSecurityGroupRuleDescriptionsIngress UpdateSecurityGroupRuleDescriptionsEgress
        DescribeTags CreateTags DeleteTags
    """.split(),
    "cloudtrail": ["LookupEvents"],
    "lambda": ["Invoke"],
    "s3": ["ListObjectsV2", "GetObject", "HeadObject"],
    "sts": ["GetCallerIdentity"],
    "iam": ["GetRole"],
    "kms": ["DescribeKey"],
    "logs": ["DescribeLogStreams"],
    "cloudwatch": ["GetMetricData"],
    "backup": [
        "ListRecoveryPointsByResource",
        "GetRecoveryPointRestoreMetadata",
        "StartRestoreJob",
        "DescribeRestoreJob",
    ],
}

# Members that the API reference or AWS's own clients have and botocore's model of May 2026 does not have.
ADDITIONS = {
    "sagemaker": {
        "shapes": {
            "HomeEfsFileSystemCreation": {"type": "string", "enum": ["Enabled", "Disabled"]},
            "EnvironmentArn": {"type": "string"},
        },
        "members": {
            "CreateDomainRequest": {"HomeEfsFileSystemCreation": "HomeEfsFileSystemCreation"},
            "UpdateDomainRequest": {"HomeEfsFileSystemCreation": "HomeEfsFileSystemCreation"},
            "ResourceSpec": {"EnvironmentArn": "EnvironmentArn", "EnvironmentVersionArn": "EnvironmentArn"},
        },
    },
}

# AWS's own pattern takes exponential time in a backtracking engine; this one accepts the same strings.
LINEAR_PATTERNS = {
    ("sagemaker", "RepositoryUrl"): r"https://([.\-_a-zA-Z0-9]/?){3,1016}",
}

# Names that AWS itself gives and its model's pattern excludes: the vault of EFS's automatic backups is aws/efs/automatic-backup-vault.
WIDER_PATTERNS = {
    ("backup", "BackupVaultName"): r"^[a-zA-Z0-9\-\_\/]{2,50}$",
}

# Protocols whose replies cannot be written without knowing the output's shape.
SHAPED_OUTPUT = {"ec2", "query", "rest-xml", "rest-json", "smithy-rpc-v2-cbor"}


def with_additions(service, model):
    additions = ADDITIONS.get(service, {})
    model["shapes"].update(additions.get("shapes", {}))
    for shape, members in additions.get("members", {}).items():
        for name, target in members.items():
            model["shapes"][shape]["members"].setdefault(name, {"shape": target})
    return model


def on_the_wire(member):
    """Where a member travels when that is not the body, under its own name."""
    keys = ("location", "locationName", "queryName", "flattened", "streaming")
    return {key: member[key] for key in keys if key in member}


def structure(shape):
    out = {"type": "structure"}
    if shape.get("required"):
        out["required"] = shape["required"]
    if shape.get("union"):
        out["union"] = True
    if shape.get("payload"):
        out["payload"] = shape["payload"]
    out["members"] = {name: member["shape"] for name, member in shape["members"].items()}
    wire = {name: on_the_wire(member) for name, member in shape["members"].items() if on_the_wire(member)}
    return {**out, "wire": wire} if wire else out


def compact(service, name, shape):
    if shape["type"] == "structure":
        return structure(shape)
    out = {"type": shape["type"]}
    for key in ("min", "max", "pattern", "timestampFormat", "flattened"):
        if key in shape:
            out[key] = shape[key]
    if (service, name) in WIDER_PATTERNS:
        out["pattern"] = WIDER_PATTERNS[service, name]
    if (service, name) in LINEAR_PATTERNS:
        out["linearPattern"] = LINEAR_PATTERNS[service, name]
    if "enum" in shape:
        out["enum"] = "|".join(shape["enum"])
    for key in ("member", "key", "value"):
        if key in shape:
            out[key] = shape[key]["shape"]
            if shape[key].get("locationName"):
                out[key + "Name"] = shape[key]["locationName"]
    return out


def reachable(model, roots):
    seen, queue = {}, list(roots)
    while queue:
        name = queue.pop(0)
        if name in seen:
            continue
        shape = seen[name] = model["shapes"][name]
        queue += [member["shape"] for member in shape.get("members", {}).values()]
        queue += [shape[key]["shape"] for key in ("member", "key", "value") if key in shape]
    return seen


def operation(model, name, shaped_output):
    described = model["operations"][name]
    out = {}
    if "input" in described:
        out["input"] = described["input"]["shape"]
    if "output" in described and shaped_output:
        out["output"] = described["output"]["shape"]
    http = described.get("http", {})
    if shaped_output and http:
        out["http"] = {key: http[key] for key in ("method", "requestUri", "responseCode") if key in http}
    return out


def modelled_errors(model, names):
    errors = {}
    for name in names:
        for error in model["operations"][name].get("errors", []):
            described = model["shapes"][error["shape"]].get("error", {})
            errors[described.get("code", error["shape"])] = described.get("httpStatusCode", 400)
    return dict(sorted(errors.items()))


def table(service, names):
    model = with_additions(service, Loader().load_service_model(service, "service-2"))
    meta = model["metadata"]
    shaped_output = meta["protocol"] in SHAPED_OUTPUT
    operations = {name: operation(model, name, shaped_output) for name in names}
    roots = [op[key] for op in operations.values() for key in ("input", "output") if key in op]
    out = {"service": service, "apiVersion": meta["apiVersion"], "protocol": meta["protocol"]}
    if "targetPrefix" in meta:
        out["targetPrefix"] = meta["targetPrefix"]
    out["endpointPrefix"] = meta["endpointPrefix"]
    out["signingName"] = meta.get("signingName", meta["endpointPrefix"])
    if "xmlNamespace" in meta:
        out["xmlNamespace"] = meta["xmlNamespace"]
    out["errors"] = modelled_errors(model, names)
    out["operations"] = operations
    out["shapes"] = {name: compact(service, name, shape) for name, shape in sorted(reachable(model, roots).items())}
    return out


def pretty(value, indent=0, used=0):
    """The formatter's layout: on one line when it fits, else one entry per line."""
    flat = json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict) and value:
        flat = "{ " + ", ".join(f"{json.dumps(k)}: {pretty(v, 0, -10**6)}" for k, v in value.items()) + " }"
    if not isinstance(value, (dict, list)) or not value or indent + used + len(flat) + 1 <= WIDTH:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, list):
        rows = [pad + pretty(item, indent + 2) for item in value]
    else:
        rows = [f"{pad}{json.dumps(k)}: {pretty(v, indent + 2, len(json.dumps(k)) + 2)}" for k, v in value.items()]
    opening, closing = ("[", "]") if isinstance(value, list) else ("{", "}")
    return opening + "\n" + ",\n".join(rows) + "\n" + " " * indent + closing


def main():
    stale = []
    for service, names in SERVICES.items():
        path = TARGET / service / f"{service}.model.json"
        text = pretty(table(service, names)) + "\n"
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text() != text:
                stale.append(str(path))
        else:
            path.write_text(text)
            print(f"{path.name}: {len(names)} operations, {len(text) // 1024} KB, botocore {botocore.__version__}")
    if "--check" not in sys.argv[1:] and botocore.__version__ != BOTOCORE:
        print(f"BOTOCORE in this script says {BOTOCORE}: change it to {botocore.__version__}")
    if stale:
        sys.exit("differs from the service model: " + ", ".join(stale))


main()
