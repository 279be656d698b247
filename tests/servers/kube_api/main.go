// A stand-in for a Kubernetes API server: Secrets alone, in memory, on Kubernetes' own libraries. Its objects, errors,
// patches and server-side apply with its field managers are the libraries'; the store around them, the few rules of a
// Secret and the permissions are this program's (store.go, rules.go, access.go).
//
// Usage: kube_api FOLDER. Listens on a free loopback port and writes certificates into FOLDER. Then a JSON object a line,
// on standard output: what there is to know; on standard input what it is told (commands.go), each with an answer. It ends
// with its input.
package main

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: kube_api FOLDER")
	}
	folder := os.Args[1]
	logged, err := os.OpenFile(filepath.Join(folder, "requests.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	authority, err := newAuthority()
	if err != nil {
		log.Fatal(err)
	}
	server := &server{store: newStore(), access: newAccess(authority), log: log.New(logged, "", log.LstdFlags)}
	ca := filepath.Join(folder, "ca.crt")
	if err := os.WriteFile(ca, authority.pem, 0o600); err != nil {
		log.Fatal(err)
	}
	certificate, err := authority.issue("kube-apiserver", true)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	web := &http.Server{Handler: server, ErrorLog: server.log, TLSConfig: &tls.Config{
		Certificates: []tls.Certificate{certificate.pair},
		ClientAuth:   tls.VerifyClientCertIfGiven,
		ClientCAs:    authority.pool(),
		MinVersion:   tls.VersionTLS12,
	}}
	go func() { log.Fatal(web.ServeTLS(listener, "", "")) }()

	answer := json.NewEncoder(os.Stdout)
	_ = answer.Encode(map[string]any{
		"stand_in": true, "url": fmt.Sprintf("https://%s", listener.Addr()), "ca": ca, "log": filepath.Join(folder, "requests.log")})
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		_ = answer.Encode(server.command(lines.Bytes()))
	}
}
