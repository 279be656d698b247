package sign

import (
	"os"

	"go.step.sm/crypto/pemutil"
)

// The key is encrypted: what stands here is of no use without the passphrase,
// which comes from SIGN_KEY_PASSPHRASE.
const encryptedKey = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIH0MF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBCLuilGtx4JB0cGnE+Z
cKN3AgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQW6ySlYfErNN30r9t
JbWu2QSBkISzy4TmhomSXUFO3aT4n8JB3Mq/UR1iuprzaWtK8/EfJSdWTCy8jPe7
aNTdy1kHvviXZ4jqDq2Q1tV5tY/OBBL6EuJZiOM9hBzk/x1YJ2UBP4VNSw6l0Bkr
1FAX+2BIUx0azgF29BTPPnxooslVXD/yme8o4WfQggOopDA6JlB8MsFLXJZ7lITw
M5fxR4TlRw==
-----END ENCRYPTED PRIVATE KEY-----`

func load() (any, error) {
	return pemutil.ParseKey([]byte(encryptedKey), pemutil.WithPassword([]byte(os.Getenv("SIGN_KEY_PASSPHRASE"))))
}

func mustLoad() any {
	key, err := load()
	if err != nil {
		panic("sign: " + err.Error())
	}
	return key
}
