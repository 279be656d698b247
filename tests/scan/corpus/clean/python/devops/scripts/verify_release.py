"""Checks the downloads against their published digests."""
import hashlib
import pathlib
import sys

SHA256 = {
    "orders-2.1.0.tar.gz": "23a539a450581e8a47c3d598149ee0134c559ea977aca4f67d386af756cc6329",
    "orders-2.1.1.tar.gz": "bf6f2a879645cd3bc7e92b603c68d18b4dd88d738c53092dc70fc4b97bcc85dd",
    "jwt-tools-0.9.zip": "39acc7df92d3ff3ba295538c304300f0a83a0d91e1dde84b396551dee3d0745a",
    "secret-sync-1.0.whl": "708d242ac3f636fc489d418b38e86be96f3f75eb270e8f517d7369a74b16e862",
}
COMMIT = "84fd8e012338eded81fa60f08ea1c1087887b1e9"
BUILD_IDS = ["d4fb27f0-8168-4ea1-ad0d-e92ccf068c46", "83361240-db36-49b3-a9fd-125bee0ae5df", "4e0e2846-a139-4d3b-a82e-3632467b9b06"]


def check(path: pathlib.Path) -> bool:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return SHA256.get(path.name) == digest


if __name__ == "__main__":
    bad = [p for p in map(pathlib.Path, sys.argv[1:]) if not check(p)]
    for p in bad:
        print(f"{p}: digest differs", file=sys.stderr)
    sys.exit(bool(bad))
