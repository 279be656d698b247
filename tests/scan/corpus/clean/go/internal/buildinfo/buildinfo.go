package buildinfo

// Written by tools/stamp.sh.
const (
	Commit  = "f31f30938e7ad5986fb0801265a5969cbd424cd8"
	Tree    = "20d206ffbc054a4d5ee179a61f7fd79b7ae20d5c"
	Digest  = "sha256:51f0d9ccb9bbe20da0d85519eb61cb3c91fc06c3092bd37ee636667f72506fd8"
	BuildID = "7a962593-4df0-4e60-af4b-06aed47ee71a"
	Version = "v1.18.2-0.20230711093015-77a5ce8019a4"
)

// Images that the end-to-end tests pull.
var Images = map[string]string{
	"jwt-issuer":   "registry.example/jwt-issuer@sha256:a18c07135164700eb63652642639795c5c6f4415143942116dc6e103787daef9",
	"secret-store": "registry.example/secret-store@sha256:6e7529c46abe889f744fdc54e52a919d305cbdc818b0253bff70bed746e4ddc4",
	"token-proxy":  "registry.example/token-proxy@sha256:06ebd4e23adfcd2745d4a7c38d05d8170f660b078a8eda30efc315a3c193de7d",
}
