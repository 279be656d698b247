#!/usr/bin/env python3
"""Runs a program with places at hand: OpenBao over TLS, and moto as AWS, on this machine.

usage: with_places.py BINARY -- PROGRAM [ARGUMENT...]

The program finds VAULT_ADDR, AWS_ENDPOINT_URL and the like in its environment, and a folder for files in JWTKEEP_BENCH_FOLDER.
JWTKEEP_OPENBAO and JWTKEEP_AWS_EMULATORS say where the servers are (tools/install_openbao.sh, tools/install_moto.sh).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "e2e"))
os.environ["JWTKEEP_BINARY"] = sys.argv[1]
import servers  # noqa: E402  (it asks for the binary)


def main():
    with tempfile.TemporaryDirectory(prefix="jwtkeep-bench-") as folder:
        bao = servers.OpenBao(os.path.join(folder, "bao"))
        aws = servers.Aws(os.path.join(folder, "aws"))
        environment = os.environ | bao.environment() | aws.environment() | {"JWTKEEP_BENCH_FOLDER": folder}
        done = subprocess.run(sys.argv[3:], env=environment, check=False)
        bao.kill()
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
