package keys

import _ "embed"

// Single-line PEM, as the console shows it.
const partner = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIFavTsWkDfFmMn399PprNVfWmLK1xqttbHc6p9reB50N\n-----END PRIVATE KEY-----"

var raw = []byte(`
-----BEGIN EC PRIVATE KEY-----
MHQCAQEEIAFY4oEkhKsMmLKCNhoraGAXz9y5O5a6kYdR67FH7SZDoAcGBSuBBAAK
oUQDQgAE9PcgaXud4kAHFNGctFR2oSSkwkOGULxCsEalKAsV1RLILObrOe50dkdm
TA7l61H5OIGBUAx43X+2o7uCZhj2vA==
-----END EC PRIVATE KEY-----
`)

var set = `{"keys":[{"kty":"oct","kid":"hs","alg":"HS256","k":"RP8hRRcjtRUVsphIrGE0jwaphs7k3wqJRcHfGiZwDBg"}]}`

func Partner() []byte { return []byte(partner) }
func Raw() []byte     { return raw }
func Set() string     { return set }
