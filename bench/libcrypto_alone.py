"""What libcrypto takes for a signature's check and nothing else, called from Python: whoever calls it is no faster."""

import base64
import ctypes
import hashlib

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from jwt.utils import raw_to_der_signature

RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING = 1, 6
POINTER = ctypes.c_void_p


def library():
    loaded = ctypes.CDLL("libcrypto.so.3")
    for name, kinds in (("d2i_PUBKEY", (POINTER, POINTER, ctypes.c_long)), ("EVP_PKEY_CTX_new", (POINTER, POINTER)), ("EVP_sha256", ())):
        getattr(loaded, name).restype = POINTER
        getattr(loaded, name).argtypes = kinds
    loaded.EVP_PKEY_verify_init.argtypes = (POINTER,)
    loaded.EVP_PKEY_CTX_set_signature_md.argtypes = (POINTER, POINTER)
    loaded.EVP_PKEY_CTX_set_rsa_padding.argtypes = (POINTER, ctypes.c_int)
    loaded.EVP_PKEY_verify.argtypes = (POINTER, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t)
    return loaded


def check_of(alg, public, token):
    """A function that checks `token`'s signature by `EVP_PKEY_verify`, with a key, a context and a digest made before.
    `public` is a PEM text; `alg` one of RS256, PS256 and ES256."""
    crypto = library()
    signed, _, last = token.rpartition(".")
    signature = base64.urlsafe_b64decode(last + "==")
    key = load_pem_public_key(public.encode())
    if alg == "ES256":
        signature = raw_to_der_signature(signature, key.curve)
    digest = hashlib.sha256(signed.encode()).digest()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    place = ctypes.c_char_p(der)
    context = crypto.EVP_PKEY_CTX_new(crypto.d2i_PUBKEY(None, ctypes.byref(place), len(der)), None)
    assert crypto.EVP_PKEY_verify_init(context) == 1
    if alg != "ES256":
        assert crypto.EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING if alg == "RS256" else RSA_PKCS1_PSS_PADDING) == 1
    assert crypto.EVP_PKEY_CTX_set_signature_md(context, crypto.EVP_sha256()) == 1
    verify, size = crypto.EVP_PKEY_verify, len(signature)
    assert verify(context, signature, size, digest, 32) == 1
    assert verify(context, signature, size, bytes(32), 32) != 1
    return lambda: verify(context, signature, size, digest, 32)
