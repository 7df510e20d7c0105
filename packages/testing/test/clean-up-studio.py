"""Stops the apps of every domain and deletes it with all that SageMaker made for it, as clean-up scripts of Studio do.

Usage: clean-up-studio.py, with the variables of the test server. Prints one JSON document: what was deleted, in order.
Needs boto3. Advances the clock of the server in place of waiting.
"""

import json
import os
import urllib.request

import boto3

sagemaker = boto3.client("sagemaker")
efs = boto3.client("efs")
ec2 = boto3.client("ec2")
deleted = []


def wait(seconds):
    body = json.dumps({"advanceMs": seconds * 1000}).encode()
    urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/_fake/clock", body).close()


def pages(client, operation, key, **given):
    return [item for page in client.get_paginator(operation).paginate(**given) for item in page[key]]


def delete_apps(domain):
    while True:
        apps = [app for app in pages(sagemaker, "list_apps", "Apps", DomainIdEquals=domain) if app["Status"] != "Deleted"]
        if not apps:
            return
        for app in apps:
            if app["Status"] in ("InService", "Failed"):
                owner = {name: app[name] for name in ("UserProfileName", "SpaceName") if name in app}
                sagemaker.delete_app(DomainId=domain, AppType=app["AppType"], AppName=app["AppName"], **owner)
                deleted.append("app " + app["AppName"])
        wait(15)


def delete_all(domain, operation, key, name, delete):
    while True:
        found = pages(sagemaker, operation, key, DomainIdEquals=domain)
        if not found:
            return
        for item in found:
            if item["Status"] == "InService":
                delete(DomainId=domain, **{name: item[name]})
                deleted.append(f"{name} {item[name]}")
        wait(15)


def delete_domain(domain):
    sagemaker.delete_domain(DomainId=domain, RetentionPolicy={"HomeEfsFileSystem": "Retain"})
    while True:
        try:
            sagemaker.describe_domain(DomainId=domain)
        except sagemaker.exceptions.ResourceNotFound:
            break
        wait(15)
    deleted.append("domain " + domain)


def is_of_domain(tags):
    return any(tag["Key"] == "ManagedByAmazonSageMakerResource" for tag in tags)


def delete_file_systems():
    for system in pages(efs, "describe_file_systems", "FileSystems"):
        if not is_of_domain(system["Tags"]):
            continue
        file_system = system["FileSystemId"]
        for target in efs.describe_mount_targets(FileSystemId=file_system)["MountTargets"]:
            efs.delete_mount_target(MountTargetId=target["MountTargetId"])
        while True:
            try:
                efs.delete_file_system(FileSystemId=file_system)
                break
            except efs.exceptions.FileSystemInUse:
                wait(15)
        deleted.append("file system")
        wait(15)


def delete_security_groups():
    groups = [group for group in pages(ec2, "describe_security_groups", "SecurityGroups") if is_of_domain(group["Tags"])]
    for group in groups:
        # The two groups of a domain name each other, so all rules go before the first group.
        rules = pages(ec2, "describe_security_group_rules", "SecurityGroupRules", Filters=[{"Name": "group-id", "Values": [group["GroupId"]]}])
        for rule in rules:
            revoke = ec2.revoke_security_group_egress if rule["IsEgress"] else ec2.revoke_security_group_ingress
            revoke(GroupId=group["GroupId"], SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])
    for group in groups:
        ec2.delete_security_group(GroupId=group["GroupId"])
        deleted.append(group["GroupName"])


for each in pages(sagemaker, "list_domains", "Domains"):
    domain_id = each["DomainId"]
    delete_apps(domain_id)
    delete_all(domain_id, "list_spaces", "Spaces", "SpaceName", sagemaker.delete_space)
    delete_all(domain_id, "list_user_profiles", "UserProfiles", "UserProfileName", sagemaker.delete_user_profile)
    delete_domain(domain_id)
delete_file_systems()
delete_security_groups()
print(json.dumps(deleted))
