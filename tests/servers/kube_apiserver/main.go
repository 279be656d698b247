// The API server of Kubernetes itself (cmd/kube-apiserver), at the version of go.mod. Ten minutes of building on two cores:
// too much for each run of the tests, so that `make test-kubernetes` alone has it.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() { os.Exit(cli.Run(app.NewAPIServerCommand())) }
