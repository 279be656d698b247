# Read by the scripts that build programs in Go for the tests: all by the same flags, so that what one compiled of Go's own
# packages is not compiled again; not optimised, because compiling is what takes time here. A Go that takes no quotes there is
# told less.
export CGO_ENABLED=0 GOFLAGS="-trimpath -mod=readonly '-gcflags=all=-N -l' '-ldflags=-s -w'"
go version >/dev/null 2>&1 || export GOFLAGS='-trimpath -mod=readonly'
