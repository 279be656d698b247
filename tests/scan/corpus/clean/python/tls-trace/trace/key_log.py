"""Reads SSLKEYLOGFILE; the labels are those of RFC 8446."""
LABELS = {
    "client_handshake_traffic_secret": "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    "server_handshake_traffic_secret": "SERVER_HANDSHAKE_TRAFFIC_SECRET",
    "exporter_secret": "EXPORTER_SECRET",
}
VECTOR = {
    "exporter_secret": "8a3c1f0e7d6b5a49382716f5e4d3c2b1a09f8e7d6c5b4a392817f6e5d4c3b2a1",
    "server_application_traffic_secret": "1b2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809",
}
# No JWT comes near this.
