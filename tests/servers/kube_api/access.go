package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// access knows who asks and what they may: a Role of RBAC, for secrets alone.
type access struct {
	authority *authority
	byToken   map[string]*user
	byName    map[string]*user
}

type user struct {
	name       string
	verbs      []string // "*": all
	namespaces []string // "*": all
}

func newAccess(authority *authority) *access {
	return &access{authority, map[string]*user{}, map[string]*user{}}
}

// add gives a user's token and certificate.
func (a *access) add(name string, verbs, namespaces []string) map[string]any {
	var random [24]byte
	_, _ = rand.Read(random[:])
	token := "kube-" + hex.EncodeToString(random[:])
	made := &user{name, verbs, namespaces}
	a.byName[name] = made
	a.byToken[token] = made
	certificate, err := a.authority.issue(name, false)
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	return map[string]any{"name": name, "token": token, "certificate": string(certificate.cert), "key": string(certificate.key)}
}

func (a *access) revoke(token string) { delete(a.byToken, token) }

func (a *access) userOf(request *http.Request) *user {
	if request.TLS != nil && len(request.TLS.PeerCertificates) > 0 {
		return a.byName[request.TLS.PeerCertificates[0].Subject.CommonName]
	}
	token, ok := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil
	}
	return a.byToken[token]
}

// may refuses in the words of an API server (k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go).
func (u *user) may(verb, namespace, name string) error {
	all := func(list []string, one string) bool { return slices.Contains(list, "*") || slices.Contains(list, one) }
	if all(u.verbs, verb) && all(u.namespaces, namespace) {
		return nil
	}
	return apierrors.NewForbidden(secrets, name, fmt.Errorf(
		`User %q cannot %s resource "secrets" in API group "" in the namespace %q`, u.name, verb, namespace))
}
