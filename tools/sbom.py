#!/usr/bin/env python3
"""Says what a binary is made of, as SPDX 2.3 in JSON: the same bytes for the same binary on the same machine.

    sbom.py [--version VERSION] --build FOLDER BINARY

- Shared libraries: what the binary asks the loader for, and what those ask for in turn; each with its Debian package.
- Libraries whose headers alone were compiled in: the packages of every header that Ninja knows of the binary's objects, less those
  whose library is linked.
- Libraries that are loaded when they are needed: file names of libraries within the binary.
- Data of others: packaging/embedded.tsv.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import urllib.parse
import uuid
from pathlib import Path

import source_date

ROOT = Path(__file__).resolve().parents[1]
# What Debian calls licences (DEP 5), as SPDX does. Of others Debian's words are told, and nothing is asserted.
LICENCES = {"expat": "MIT", "postgresql": "PostgreSQL", "openldap-2.8": "OLDAP-2.8", "mit": "MIT", "bsd-2-clause": "BSD-2-Clause", "bsd-3-clause": "BSD-3-Clause",
            "bsd-3-clause-intel": "BSD-3-Clause", "bsl-1.0": "BSL-1.0", "isc": "ISC", "curl": "curl", "zlib": "Zlib",
            "apache-2.0": "Apache-2.0", "lgpl-2.1+": "LGPL-2.1-or-later", "gpl-2+": "GPL-2.0-or-later",
            "lgpl-3+": "LGPL-3.0-or-later", "gpl-3+": "GPL-3.0-or-later", "gpl-2": "GPL-2.0-only"}


def output(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def project_version():
    return re.search(r"project\(jwtkeep VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))[1]


def spdx_id(*words):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", "-".join(words)).strip("-")


# What the binary is made of.


def asked_libraries(binary):
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-d", binary)))


def compilers(binary):
    """As they have signed it (the section .comment)."""
    return sorted(set(re.findall(r"^\s*\[\s*\w+\]\s+(\S.*)$", output("readelf", "-p", ".comment", binary), re.MULTILINE)))


def loaded_libraries(binary):
    """Every library that the loader takes in, by the name it is asked for."""
    return dict(re.findall(r"^\s*(\S+)(?: => (/\S+))? \(0x", output("ldd", binary), re.MULTILINE))


def libraries_by_name(binary, asked):
    """What it may load by itself: the file names of libraries that stand in it, and that the loader is not asked for."""
    names = re.findall(rb"(?<=\0)lib[A-Za-z0-9_+-]+\.so\.\d+(?=\0)", binary.read_bytes())
    return {name.decode() for name in names} - asked


def compiled_headers(build, binary, ninja):
    """Every header outside the source that the binary's objects were compiled with."""
    target = binary.resolve().relative_to(build.resolve())
    inputs = set(output(ninja, "-C", build, "-t", "inputs", target).splitlines())
    headers, counts = set(), False
    for line in output(ninja, "-C", build, "-t", "deps").splitlines():
        if line.startswith("    "):
            if counts and line[4:].startswith("/usr/"):
                headers.add(line[4:])
        elif line:
            counts = line.partition(": #deps")[0] in inputs
    return {os.path.realpath(header) for header in headers}


# What Debian knows of it.


def packages_of(paths):
    """Path to package. A path is known to dpkg under /usr or, from before the merge, without it."""
    asked = {}
    for path in paths:
        asked[path] = path
        asked[path.removeprefix("/usr")] = path
        asked["/usr" + path] = path
    if not asked:
        return {}
    done = subprocess.run(["dpkg-query", "-S", *sorted(asked)], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C"})
    found = {}
    for line in done.stdout.splitlines():
        owners, _, path = line.rpartition(": ")
        if path in asked and not owners.startswith("diversion "):
            found[asked[path]] = owners.split(",")[0]
    return found


def described(packages):
    """Name to what dpkg says of it."""
    if not packages:
        return {}
    fields = ("binary:Package", "Package", "Version", "Architecture", "source:Package", "source:Version", "Homepage")
    text = output("dpkg-query", "-W", "-f", "\\t".join(f"${{{field}}}" for field in fields) + "\\n", *sorted(packages))
    rows = [dict(zip(fields, line.split("\t"))) for line in text.splitlines()]
    by_name = {name: row for row in rows for name in (row["binary:Package"], row["Package"],
                                                      f"{row['Package']}:{row['Architecture']}")}
    return {name: by_name[name] for name in packages}


def debian_licence(package):
    """The licence of most of a package's files, in Debian's words."""
    try:
        text = Path("/usr/share/doc", package, "copyright").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    for paragraph in text.split("\n\n"):
        if re.search(r"^Files:\s*\*\s*$", paragraph, re.MULTILINE):
            licence = re.search(r"^License:[ \t]*(\S.*)$", paragraph, re.MULTILINE)
            return licence[1].strip() if licence else None
    return None


def distribution():
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "debian"
    values = {name: value.strip('"') for name, _, value in (line.partition("=") for line in lines)}
    return f"{values.get('ID', 'debian')}-{values.get('VERSION_ID', '')}".rstrip("-")


# How SPDX says it.


def debian_entry(row, comment):
    words = debian_licence(row["Package"])
    licence = LICENCES.get(words.lower(), "NOASSERTION") if words else "NOASSERTION"
    version = urllib.parse.quote(row["Version"], safe="")
    source = f"{row['source:Package']} {row['source:Version']}"
    entry = {
        "SPDXID": spdx_id("deb", row["Package"]), "name": row["Package"], "versionInfo": row["Version"],
        "supplier": "Organization: Debian", "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION", "licenseDeclared": licence, "copyrightText": "NOASSERTION",
        "sourceInfo": f"built from Debian's source package {source}", "comment": comment,
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": f"pkg:deb/debian/{urllib.parse.quote(row['Package'], safe='')}@{version}"
                                              f"?arch={row['Architecture']}&distro={distribution()}"}]}
    if row["Homepage"]:
        entry["homepage"] = row["Homepage"]
    if words and licence == "NOASSERTION":
        entry["licenseComments"] = f"Debian's copyright file says: {words}"
    return entry


def foreign_entry(name, comment):
    return {"SPDXID": spdx_id("lib", name), "name": name, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
            "comment": comment}


def embedded_entries():
    """Data of others: packages, their files, and which file is of which package."""
    packages, files, relations = [], [], []
    for line in (ROOT / "packaging" / "embedded.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, version, origin, licence, licence_file, paths = line.split("\t")
        copyrights = re.findall(r"^Copyright .*$", (ROOT / licence_file).read_text(encoding="utf-8"), re.MULTILINE)
        sums = []
        package = spdx_id("data", name)
        for path in paths.split():
            content = (ROOT / path).read_bytes()
            sums.append(hashlib.sha1(content).hexdigest())
            files.append({"SPDXID": spdx_id("file", path), "fileName": f"./{path}", "fileTypes": ["TEXT"],
                          "checksums": [{"algorithm": "SHA1", "checksumValue": sums[-1]},
                                        {"algorithm": "SHA256", "checksumValue": hashlib.sha256(content).hexdigest()}],
                          "licenseConcluded": licence, "licenseInfoInFiles": ["NOASSERTION"],
                          "copyrightText": "\n".join(copyrights)})
            relations.append((package, "CONTAINS", spdx_id("file", path)))
        entry = {"SPDXID": package, "name": name, "downloadLocation": "NOASSERTION", "homepage": origin, "filesAnalyzed": True,
                 "packageVerificationCode":
                     {"packageVerificationCodeValue": hashlib.sha1("".join(sorted(sums)).encode()).hexdigest()},
                 "licenseConcluded": licence, "licenseDeclared": licence, "licenseInfoFromFiles": ["NOASSERTION"],
                 "copyrightText": "\n".join(copyrights), "comment": f"data within the binary; its licence is {licence_file}"}
        if version != "NOASSERTION":
            entry["versionInfo"] = version
        packages.append(entry)
    return packages, files, relations


def document(binary, version, build, ninja):
    asked, loaded = asked_libraries(binary), loaded_libraries(binary)
    paths = {name: os.path.realpath(path or name) for name, path in loaded.items() if not name.startswith("linux-vdso")}
    owners = packages_of(paths.values())
    by_name = libraries_by_name(binary, asked)
    cache = dict(re.findall(r"^\s*(\S+) \(.*\) => (/\S+)", output("/sbin/ldconfig", "-p"), re.MULTILINE))
    optional = {name: os.path.realpath(cache[name]) for name in by_name if name in cache}
    optional_owners = packages_of(optional.values())
    header_owners = set(packages_of(compiled_headers(build, binary, ninja)).values()) if ninja else set()
    facts = described(set(owners.values()) | header_owners | set(optional_owners.values()))

    own = spdx_id("jwtkeep")
    entries = {own: {
        "SPDXID": own, "name": "jwtkeep", "versionInfo": version, "supplier": "NOASSERTION", "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False, "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION", "primaryPackagePurpose": "APPLICATION",
        "summary": "The whole life of a JWT secret", "comment": f"compiled by {', '.join(compilers(binary))}"}}
    relations = {("SPDXRef-DOCUMENT", "DESCRIBES", own)}

    linked_sources, direct = set(), set()
    for name, path in sorted(paths.items(), key=lambda item: (item[0] not in asked, item[0])):
        asks_itself = name in asked
        comment = "a shared library that the binary asks for" if asks_itself else "a shared library that those ask for"
        if path in owners:
            row = facts[owners[path]]
            linked_sources.add(row["source:Package"])
            entry = debian_entry(row, comment)
        else:
            entry = foreign_entry(name, comment)
        entries.setdefault(entry["SPDXID"], entry)
        if asks_itself:
            direct.add(entry["SPDXID"])
            relations.add((own, "DYNAMIC_LINK", entry["SPDXID"]))
        elif entry["SPDXID"] not in direct:
            relations.add((own, "DEPENDS_ON", entry["SPDXID"]))
    for name in sorted(by_name):
        comment = f"loaded when it is needed and there: {name}"
        known = name in optional and optional[name] in optional_owners
        entry = debian_entry(facts[optional_owners[optional[name]]], comment) if known else foreign_entry(name, comment)
        entries.setdefault(entry["SPDXID"], entry)
        relations.add((entry["SPDXID"], "OPTIONAL_DEPENDENCY_OF", own))
        if known:
            linked_sources.add(facts[optional_owners[optional[name]]]["source:Package"])
    for name in sorted(header_owners):
        row = facts[name]
        if row["source:Package"] in linked_sources:
            continue
        kernel = row["source:Package"] == "linux"
        entry = debian_entry(row, "the kernel's constants" if kernel else "its headers are compiled in; no library of it is linked")
        entries.setdefault(entry["SPDXID"], entry)
        relations.add((entry["SPDXID"], "BUILD_DEPENDENCY_OF", own) if kernel else (own, "STATIC_LINK", entry["SPDXID"]))
    packages, files, contained = embedded_entries()
    for entry in packages:
        entries[entry["SPDXID"]] = entry
        relations.add((own, "CONTAINS", entry["SPDXID"]))
    relations.update(contained)

    # The package that is described stands first.
    ordered = [entries.pop(own), *(entries[name] for name in sorted(entries))]
    result = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"jwtkeep-{version}",
        "documentNamespace": "",
        "creationInfo": {"created": source_date.moment().strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: jwtkeep-sbom"]},
        "packages": ordered, "files": files,
        "relationships": [{"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
                          for one, kind, other in sorted(relations)]}
    name = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(result, sort_keys=True))
    result["documentNamespace"] = f"https://spdx.org/spdxdocs/jwtkeep-{version}-{name}"
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--version", default=project_version())
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--ninja", default="ninja")
    parser.add_argument("binary", type=Path)
    given = parser.parse_args()
    print(json.dumps(document(given.binary, given.version, given.build, given.ninja), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
