"""Public keys of the partners that sign their requests."""

ACME = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyaqlN1n4eB8RrLyhQTV2
RpsDGN4+AdwIjIEnhx+tyZZ7EztaPbmjX9JB6N6V0T7aOOFbJjE9kkO5w/vP0Oh2
++UFDEm1aDHxf9o+6x5UD9/BsedKq85Bw/3owqzBan7fBDGK/zwwnl9KdGHc0IEc
3/l+Fw/1C7Js2cwXLJFvd7bIxzzKAoS2ytVnTgcSaGBTGSDm7dv1BmyXIc48GWbP
7v+agG6kK9LR+ddrLysVGXbboj4EzHHX3sHRzTVHnlcQbbnYlErWFESUcXKw96eC
SDjlx0FxHeZ5HLe++zDxwBk7PPlxtYBQFPELf5c5hcaMQeOagXc4590EEmzZGT8h
YwIDAQAB
-----END PUBLIC KEY-----"""

GLOBEX = """\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJg0r/uD+WwjiNcBhJYh+BWkNNilA
Jr/IkjcxuiR7FxmX0ODOXjYCgkziQtn4aI8NxEnmBScLgjjB7Z0bUt+GLA==
-----END PUBLIC KEY-----
"""

INITECH_JWKS = {
    "keys": [
        {
          "kty": "RSA",
          "kid": "wI6nhynGdG6l",
          "use": "sig",
          "alg": "RS256",
          "n": "ukCq0sWoRYZl6fEmNgmzjmZqYJrR1t_LkLM4XsYqdBeOBLY7vJ2DqRij_61Xeg-IwQf_kBCNs8rZBt9cDCvZerUxEbokS9R4KrU-QPtwclDKFx9MWkcFaPt-PX3La-bqApfgp6eAM5EHpUuDBs9Begl7bvBXZ4wKLyZfMXqNvEpLMfoSSQCFg17ugKYKEJ5tb1WE6hvLpQfGhRZvEy3n3iUwpCfKKydu42ZqP-iq2XChHmHBrJnBE1yD2YFM7FGyiQc2JgdK_TlIM75Mf3nHKVQ7ufiDTUgf40lj4petKRB5o7xyAuh1DX_pqokTrmB08GtUtkJhWZ-dKFQrPMuD1w",
          "e": "AQAB"
        },
        {
          "kty": "OKP",
          "crv": "Ed25519",
          "kid": "jNVI2N3SyKfS",
          "alg": "EdDSA",
          "x": "aYRfYsB6-UFnr_X7T_e_dzIZVxiuKg129CEAowYi5F4"
        }
    ]
}

SSH = {
    "deploy": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGjNbGG0pc6TUEBjJeoDWZaymbQ8RBjua3AMUFKpn2F0 deploy@partners",
}
