"""The areas of nova that specs are sorted into, by words in their names and titles.

The areas are those of the lists that were kept by hand through Kilo. A word is
literal and matched as a whole; in "large page", both stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Areas = Sequence[tuple[str, Sequence[str]]]
"""Areas with their words; where several match, the first counts."""

NOVA: Areas = tuple(
    (area, tuple(words.split(", ")))
    for area, words in (
        # What a spec is for says more than what it is about: a volume in VMware is
        # for those who know VMware.
        ("API (EC2)", "ec2"),
        ("Hypervisor: Docker", "docker"),
        ("Hypervisor: FreeBSD", "freebsd, bhyve"),
        ("Hypervisor: Hyper-V", "hyper-v, hyperv, vhdx"),
        ("Hypervisor: Ironic", "ironic, baremetal, bare metal"),
        ("Hypervisor: VMware", "vmware, vsphere, vcenter, vsan, spbm"),
        ("Hypervisor: libvirt", "libvirt, qemu, kvm, lxc, virtio"),
        ("Cells", "cell, cells, cellsv2"),
        ("Containers Service", "container, containers"),
        (
            "Internationalization",
            "i18n, internationalization, internationalisation, translation, translations",
        ),
        ("Service Groups", "service group, service groups, servicegroup, servicegroups"),
        (
            "Security",
            "security, encryption, encrypted, dmcrypt, dm-crypt, barbican, key manager, "
            "keystone, tls, ssl, rbac, trusted, attestation",
        ),
        (
            "Scheduler",
            "scheduler, schedulers, scheduling, sched, weigher, weight, extra spec, "
            "resource tracker, resource tracking, resource claim, resource claims, "
            "resource objects, resource provider, resource providers, placement, "
            "request spec, requestspec, select destinations, compute node, computenode, "
            "affinity, anti-affinity, server group, server groups, aggregate, aggregates, "
            "allocation ratio, allocation ratios",
        ),
        (
            "Database",
            "database, databases, db, db2, mysql, postgresql, sqlalchemy, schema change, "
            "schema changes, data model",
        ),
        (
            "Administrative",
            "quota, quotas, evacuate, log request, logging, logs, rootwrap, notification, "
            "notifications, purge",
        ),
        (
            "API",
            "api, apis, rest, microversion, microversions, pagination, json-home, "
            "lock status, keypair, keypairs, tag instances, tagging, resource name, "
            "server count, servers list, multi status, multiple create",
        ),
        (
            "Block Storage",
            "volume, volumes, cinder, cinderclient, iscsi, block device, block devices, "
            "bdm, storage, rbd, ceph, storpool, multi-attach, multiattach",
        ),
        (
            "Networking",
            "network, networks, networking, neutron, neutronclient, vif, subnet, fixed ip, "
            "fixed ips, floating ip, floating ips, sr-iov, sriov, opencontrail, dns",
        ),
        ("Performance", "performance, speedup, speed up, slave, slaveification, on demand"),
        (
            "Internal",
            "object, objects, refactor, refactoring, conductor, glanceclient, oslo, "
            "sysmeta, system metadata, subclassing, wrapper, hook, rpc, privsep",
        ),
        (
            "Instance features",
            "instance, instances, guest, vcpu, vcpus, cpu, numa, large page, large pages, "
            "huge page, huge pages, live migration, cold migration, resize, rescue, "
            "snapshot, snapshots, console, consoles, serial, config drive, configdrive, "
            "image property, shelve, gpu, vgpu",
        ),
    )
)

_WORD = re.compile(r"[^\W_]+")


def sorter(areas: Areas) -> Callable[[str, str], str | None]:
    """A function that tells the first area with a word of a spec's name or title, or None.

    :param areas: the areas to choose from.
    """
    table = [(area, [_words(word) for word in words]) for area, words in areas]

    def area_of(name: str, title: str) -> str | None:
        texts = (_words(name), _words(title))
        for area, words in table:
            if any(word in text for word in words for text in texts):
                return area
        return None

    return area_of


def _words(text: str) -> str:
    """The words of a text, each with a space on either side."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
