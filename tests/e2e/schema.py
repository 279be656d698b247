"""What a JSON Schema says of a document, by Debian's python3-jsonschema."""

import json
import os
import subprocess
import unittest

import keep

PYTHON = "/usr/bin/python3"  # Debian's own has the module
CHECK = """
import json, sys, jsonschema
schema, documents = json.load(sys.stdin)
judge = jsonschema.validators.validator_for(schema)
judge.check_schema(schema)
told = lambda document: sorted(f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
                               for error in judge(schema).iter_errors(document))
json.dump([told(document) for document in documents], sys.stdout)
"""


def load(path):
    return json.loads((keep.SOURCE / path).read_text(encoding="utf-8"))


def problems(schema, documents):
    """For each document what the schema refuses in it: nothing where it holds."""
    done = subprocess.run([PYTHON, "-c", CHECK], input=json.dumps([schema, documents]), capture_output=True, text=True,
                          check=False, timeout=300)
    if "No module named 'jsonschema'" in done.stderr and os.environ.get("CI") != "true":
        raise unittest.SkipTest(f"{PYTHON} has no jsonschema (python3-jsonschema)")
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def closed(schema):
    """The same schema that takes no member which it does not name: what is not in it is documented nowhere."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {name: closed(each) for name, each in schema.items()}
    if isinstance(shut.get("properties"), dict):
        shut.setdefault("additionalProperties", False)
    return shut
